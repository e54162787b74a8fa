package tsa.control;

/**
 * How many of a kind may be under way at once, between 1 and a most, by what gets done: the rule by
 * which TCP avoids congestion collapse (RFC 5681). It doubles with each round that is done until
 * the first sign of congestion, and then grows by one a round; each sign halves it. A sign from
 * what had begun before the last halving tells nothing new. Not thread-safe.
 */
public final class AdaptiveLimit {
  private final int most;
  private double limit;
  private double threshold;
  private long begun;
  private long halvedAt;

  /**
   * @param first where it begins
   * @param most where it ends
   */
  public AdaptiveLimit(int first, int most) {
    if (first < 1 || most < 1) {
      throw new IllegalArgumentException("a limit from " + first + " to " + most);
    }
    this.most = most;
    this.limit = Math.min(first, most);
    this.threshold = most;
  }

  /** How many may be under way now, at least 1. */
  public int now() {
    return (int) limit;
  }

  /** Notes that one begins; returns its number, to be told at its end. */
  public long begin() {
    return ++begun;
  }

  /** One was done in time although others waited: there may be more. */
  public void done() {
    limit = Math.min(most, limit + (limit < threshold ? 1 : 1 / limit));
  }

  /**
   * One was not done in time, and too many at once may be why.
   *
   * @param number the one's own
   */
  public void congested(long number) {
    if (number <= halvedAt) {
      return;
    }
    limit = Math.max(1, limit / 2);
    threshold = limit;
    halvedAt = begun;
  }
}
