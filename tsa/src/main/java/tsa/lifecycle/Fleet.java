package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tsa.worker.WorkerState;

/**
 * The fleet in numbers, for the brake and the rate limit (DESIGN §5).
 *
 * @param size workers that are expected to work: running, or stalled or retired by the rules within
 *     the window of the brake
 * @param unreachable of them, those stalled, or without a beat recent enough to show that the TSA
 *     hears them
 * @param failing of them, those with failed checks, or retired for them, within that window
 * @param healthy running, within reach and without failed checks
 * @param retiredLately retired by the rules within the interval of the rate limit
 * @param silent of them, those running without a beat for longer than any live worker takes
 * @param rateFree when the rate limit lets the next one go; null if it does already
 */
public record Fleet(
    int size,
    int unreachable,
    int failing,
    int healthy,
    int retiredLately,
    int silent,
    @Nullable Instant rateFree) {
  /** With nothing to wait for under the rate limit. */
  public Fleet(int size, int unreachable, int failing, int healthy, int retiredLately) {
    this(size, unreachable, failing, healthy, retiredLately, 0, null);
  }

  /** Counts the workers, and the retirements, of all gateways. */
  public static Fleet of(
      Collection<WorkerRecord> workers, Retirements retirements, Policy policy, Instant now) {
    Count count = new Count();
    for (WorkerRecord worker : workers) {
      count.add(worker, policy, now);
    }
    Duration interval = policy.brake().retireInterval();
    List<Instant> lately = retirements.within(interval, now);
    int surplus = lately.size() - allowance(count.size);
    return new Fleet(
        count.size,
        count.unreachable,
        count.failing,
        count.healthy,
        lately.size(),
        count.silent,
        surplus < 0 ? null : lately.get(surplus).plus(interval));
  }

  /** Whether so many fail at once that nobody is retired by the rules. */
  public boolean brakeHolds(Policy policy) {
    return failing >= policy.brake().workers() && share(failing) >= policy.brake().percent();
  }

  /** Whether so many are out of reach at once that nobody is stalled either. */
  public boolean freezeHolds(Policy policy) {
    return unreachable >= policy.brake().workers()
        && share(unreachable) >= policy.brake().freezePercent();
  }

  /**
   * Whether so many are silent at once that the TSA is likely the one that cannot hear. Beats are
   * spread, so {@link #freezeHolds} may say so of a well fleet for a moment; this never does.
   */
  public boolean unheard(Policy policy) {
    return silent >= policy.brake().workers() && share(silent) >= policy.brake().freezePercent();
  }

  /** How many may be retired by the rules within one interval: one for each ten workers begun. */
  public int retireAllowance() {
    return allowance(size);
  }

  private static int allowance(int size) {
    return Math.max(1, (size + 9) / 10);
  }

  private int share(int part) {
    return size == 0 ? 0 : part * 100 / size;
  }

  private static final class Count {
    private int size;
    private int unreachable;
    private int failing;
    private int healthy;
    private int silent;

    private void add(WorkerRecord worker, Policy policy, Instant now) {
      boolean running = worker.state() == WorkerState.RUNNING;
      boolean stalledLately =
          worker.state() == WorkerState.STALLED
              && worker.since().plus(policy.brake().window()).isAfter(now);
      boolean lately = retiredWithin(worker, policy, now);
      boolean unheard = !worker.lastSeen().plus(policy.reach().hearing()).isAfter(now);
      boolean longSilent = !worker.lastSeen().plus(policy.reach().longestGap()).isAfter(now);
      boolean works = running || stalledLately;
      size += works || lately ? 1 : 0;
      unreachable += (running && unheard) || stalledLately ? 1 : 0;
      failing += (works && failsWithin(worker, policy, now)) || lately ? 1 : 0;
      silent += running && longSilent ? 1 : 0;
      healthy += running && !unheard && worker.checks().failures() == 0 ? 1 : 0;
    }

    private static boolean retiredWithin(WorkerRecord worker, Policy policy, Instant now) {
      Drain drain = worker.drain();
      return worker.retiredForHealth()
          && drain != null
          && drain.requestedAt().plus(policy.brake().window()).isAfter(now);
    }

    private static boolean failsWithin(WorkerRecord worker, Policy policy, Instant now) {
      CheckRecord.Last last = worker.checks().last();
      return worker.checks().failures() > 0
          && last != null
          && last.at().plus(policy.brake().window()).isAfter(now);
    }
  }
}
