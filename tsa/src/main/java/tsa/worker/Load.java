package tsa.worker;

/**
 * What lives on a worker, as it reported it with its last good beat.
 *
 * @param containers containers that are not ours
 * @param volumes volumes that are not ours
 * @param checkObjects containers and volumes of deep checks
 */
public record Load(int containers, int volumes, int checkObjects) {}
