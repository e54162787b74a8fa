package tsa.lifecycle;

/** What somebody wants of a worker. */
public sealed interface Asked {
  /** Nobody wants anything; the rules alone decide. */
  record Nothing() implements Asked {}

  /**
   * A request.
   *
   * @param what which
   * @param by who: a user, or the worker itself
   * @param why in their words; may be empty
   */
  record Request(What what, String by, String why) implements Asked {}

  /** The requests there are. */
  enum What {
    LAND,
    RETIRE,
    PRUNE,
    DELETE,
    /** To be kept out of new work: see {@link Cordon}. */
    CORDON,
    UNCORDON
  }

  /** No request. */
  static Asked nothing() {
    return new Nothing();
  }
}
