package tsa.lifecycle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
   * @param within for a request to land or retire: how long the drain may last at most, no longer
   *     than the policy's own limit; null for that limit
   */
  record Request(What what, String by, String why, @Nullable Duration within) implements Asked {
    /** With the policy's limit. */
    public Request(What what, String by, String why) {
      this(what, by, why, null);
    }
  }

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
