package tsa.lab.load;

import java.time.Duration;

/**
 * What load to make.
 *
 * @param workers how many, at least 1
 * @param perSecond how many begin to register in a second
 * @param settle how long the last of them may take to be registered
 * @param hold how long they are watched then
 * @param heartbeatInterval the gateway's, before jitter
 * @param sweepInterval between two rounds of reports and sweeps of a worker; zero for none
 * @param every between two samples
 * @param prefix workers are called {@code PREFIX-1}, {@code PREFIX-2}, …
 * @param team of the workers; empty for all teams
 */
public record LoadPlan(
    int workers,
    double perSecond,
    Duration settle,
    Duration hold,
    Duration heartbeatInterval,
    Duration sweepInterval,
    Duration every,
    String prefix,
    String team) {
  private static final int MOST = 50_000;
  private static final int MOST_SAMPLES = 100_000;

  /**
   * A heartbeat is due within this share of the interval after the one before (docs/defaults.md).
   */
  private static final double LATEST = 1.2;

  /**
   * @throws IllegalArgumentException if the numbers cannot be, for the person who gave them
   */
  public LoadPlan {
    if (workers < 1 || workers > MOST) {
      throw new IllegalArgumentException("the number of workers is from 1 to " + MOST);
    }
    if (!(perSecond > 0) || perSecond > MOST) {
      throw new IllegalArgumentException("the rate is more than 0 and at most " + MOST);
    }
    if (heartbeatInterval.isZero() || every.isZero()) {
      throw new IllegalArgumentException("times between two things are longer than nothing");
    }
    if (whole(workers, perSecond, settle, hold).dividedBy(every) > MOST_SAMPLES) {
      throw new IllegalArgumentException("more than " + MOST_SAMPLES + " samples");
    }
  }

  private static Duration whole(int workers, double perSecond, Duration settle, Duration hold) {
    return Duration.ofSeconds((long) (workers / perSecond)).plus(settle).plus(hold);
  }

  /** The time after a heartbeat by which the next one is due at the latest. */
  Duration latestHeartbeat() {
    return Duration.ofNanos((long) (heartbeatInterval.toNanos() * LATEST));
  }

  /** When a worker begins to register, after the first. */
  Duration startOf(int worker) {
    return Duration.ofNanos((long) (worker / perSecond * Duration.ofSeconds(1).toNanos()));
  }
}
