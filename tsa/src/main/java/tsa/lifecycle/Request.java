package tsa.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What somebody wants of a worker. */
public sealed interface Request {
  /** Nobody wants anything; the rules alone decide. */
  record None() implements Request {}

  /**
   * A request.
   *
   * @param what which
   * @param by who: a user, or the worker itself
   * @param why in their words; may be empty
   * @param within for a request to land or retire: how long the drain may last at most, no longer
   *     than the policy's own limit; null for that limit
   */
  record Submitted(Action what, String by, String why, @Nullable Duration within)
      implements Request {
    /** With the policy's limit. */
    public Submitted(Action what, String by, String why) {
      this(what, by, why, null);
    }
  }

  /** The requests there are. */
  enum Action {
    LAND,
    RETIRE,
    PRUNE,
    DELETE,
    /** To be kept out of new work: see {@link Cordon}. */
    CORDON,
    UNCORDON
  }

  /** No request. */
  static Request nothing() {
    return new None();
  }
}
