package tsa.control;

/**
 * The deep checks of this process.
 *
 * @param underWay how many are being made
 * @param waiting how many wait for their turn
 * @param limit how many may be under way at once, for now
 */
public record CheckLoad(int underWay, int waiting, int limit) {}
