package tsa.lifecycle;

/**
 * How a registration ends, in what it means to a stock worker
 * (docs/protocol/registration.md#what-each-ending-means).
 *
 * @param kind which of the three
 * @param reason why, for the history and the log
 */
public record SessionEnd(Kind kind, Reason reason) {
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
  public static SessionEnd of(Kind kind, Reason reason) {
    return new SessionEnd(kind, reason);
  }

  /**
   * Why, for the worker's stderr: the sentence of the reason, but for whose the name is. Teams are
   * told nothing of each other (docs/decisions/0012-other-teams-are-not-there.md).
   */
  public String told() {
    return reason.code() == ReasonCode.OTHER_TEAM
        ? "the name belongs to a worker of another team"
        : reason.sentence();
  }
}
