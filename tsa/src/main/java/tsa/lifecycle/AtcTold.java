package tsa.lifecycle;

import org.jspecify.annotations.Nullable;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * What the ATC was last told of a worker, and what it said.
 *
 * @param team the worker's; null for a worker of all teams
 * @param incarnation the registration it was told of
 * @param startTime of that registration's machine
 * @param revision of the worker's record that this was worked out from
 * @param state what it was told; never {@link WorkerState#RETIRED}
 * @param address where it was told to reach the worker; null if it was not told
 * @param word what it said since
 */
public record AtcTold(
    WorkerName name,
    @Nullable String team,
    Incarnation incarnation,
    long startTime,
    long revision,
    WorkerState state,
    @Nullable Address address,
    AtcWord word) {
  /**
   * That this was told of a worker.
   *
   * @param address where it was told to reach it; null if it was not told
   */
  public static AtcTold of(
      WorkerRecord worker, WorkerState state, @Nullable Address address, AtcWord word) {
    return new AtcTold(
        worker.name(),
        worker.registration().team(),
        worker.incarnation(),
        worker.machine().startTime(),
        worker.revision(),
        state,
        address,
        word);
  }

  /** The same, but it was told that state, by that revision of the record. */
  public AtcTold telling(WorkerState now, long at) {
    return new AtcTold(name, team, incarnation, startTime, at, now, address, word);
  }

  /** The same, and the ATC said that. */
  public AtcTold saying(AtcWord now) {
    return new AtcTold(name, team, incarnation, startTime, revision, state, address, now);
  }

  /** The same, but the ATC knows another address. */
  public AtcTold elsewhere() {
    return new AtcTold(name, team, incarnation, startTime, revision, state, null, word);
  }

  /** What it said of that registration: of an older one no more than that it has no row. */
  public AtcWord wordOn(WorkerRecord worker) {
    boolean holds = incarnation.equals(worker.incarnation()) || word instanceof AtcWord.NoRow;
    return holds ? word : new AtcWord.NotSaid();
  }
}
