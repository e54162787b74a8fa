package tsa.lifecycle;

/**
 * How a registration ends, in what it means to a stock worker (DESIGN §6, protocol sheet §9).
 *
 * @param kind which of the three
 * @param reason why; its sentence goes to the worker's stderr
 */
public record Ending(Kind kind, Reason reason) {
  /** What the worker's process does. */
  public enum Kind {
    /** Exit status 0: the worker process stops for good. */
    STOP,
    /** Exit status 1: it stops as a failure, and its supervisor starts it again. */
    FAIL,
    /** No status: it connects again in 5 s. The only ending for a passing trouble. */
    RECONNECT,
    /** No status either, but only after the connections that are open now are done (B6). */
    HAND_OVER
  }

  /** An ending with that reason. */
  public static Ending of(Kind kind, Reason reason) {
    return new Ending(kind, reason);
  }
}
