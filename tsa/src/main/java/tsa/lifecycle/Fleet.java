package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tsa.worker.WorkerState;

/**
 * The fleet in numbers, for the brake and the rate limit
 * (docs/decisions/0032-harm-is-slow-recovery-is-free.md).
 *
 * @param size workers that are expected to work: running, or stalled or retired by the rules within
 *     the window of the brake
 * @param unreachable of them, those stalled, or without a heartbeat recent enough to show that the
 *     TSA hears them
 * @param failing of them, those with failed checks, or retired for them, within that window
 * @param healthy running, within reach and without failed checks
 * @param retiredLately retired by the rules within the interval of the rate limit
 * @param silent of them, those running without a heartbeat for longer than any live worker takes
 * @param brakedAt when the brake was last known to hold, if it ever was; it goes on holding for its
 *     window: those that recover first must not release it for those that were not checked again
 *     yet
 * @param freezeEnds when {@link #freezeHolds} ends at the latest because workers have been stalled
 *     for too long to count; null if it does not hold, or hangs on heartbeats alone
 * @param rateFree when the rate limit lets the next one go; null if it does already
 */
public record Fleet(
    int size,
    int unreachable,
    int failing,
    int healthy,
    int retiredLately,
    int silent,
    @Nullable Instant brakedAt,
    @Nullable Instant freezeEnds,
    @Nullable Instant rateFree) {
  /** With nothing to wait for under the rate limit. */
  public Fleet(int size, int unreachable, int failing, int healthy, int retiredLately) {
    this(size, unreachable, failing, healthy, retiredLately, 0, null, null, null);
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
        null,
        count.freezeEnds(policy),
        surplus < 0 ? null : lately.get(surplus).plus(interval));
  }

  /** The same fleet, with the memory of an earlier count; its brake may hold anew by now. */
  public Fleet remembering(Fleet earlier, Policy policy, Instant now) {
    Instant braked = failsAtOnce(policy) ? now : earlier.brakedAt;
    return new Fleet(
        size, unreachable, failing, healthy, retiredLately, silent, braked, freezeEnds, rateFree);
  }

  /** Whether so many fail at once, or did within the window, that the rules retire nobody. */
  public boolean brakeHolds(Policy policy, Instant now) {
    return failsAtOnce(policy)
        || (brakedAt != null && brakedAt.plus(policy.brake().window()).isAfter(now));
  }

  /** When the brake lets go, if nobody fails from now on. */
  Instant brakeEnds(Policy policy, Instant now) {
    return (brakedAt == null || failsAtOnce(policy) ? now : brakedAt).plus(policy.brake().window());
  }

  private boolean failsAtOnce(Policy policy) {
    return failing >= policy.brake().workers() && share(failing) >= policy.brake().percent();
  }

  /** Whether so many are out of reach at once that nobody is stalled either. */
  public boolean freezeHolds(Policy policy) {
    return freezes(unreachable, size, policy);
  }

  private static boolean freezes(int unreachable, int size, Policy policy) {
    return unreachable >= policy.brake().workers()
        && share(unreachable, size) >= policy.brake().freezePercent();
  }

  /**
   * Whether so many are silent at once that the TSA is likely the one that cannot hear. Heartbeats
   * are spread, so {@link #freezeHolds} may say so of a well fleet for a moment; this never does.
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
    return share(part, size);
  }

  private static int share(int part, int size) {
    return size == 0 ? 0 : part * 100 / size;
  }

  private static final class Count {
    private int size;
    private int unreachable;
    private int failing;
    private int healthy;
    private int silent;
    private final List<Instant> stallsCountUntil = new ArrayList<>();

    private void add(WorkerRecord worker, Policy policy, Instant now) {
      boolean running = worker.state() == WorkerState.RUNNING;
      boolean stalledLately =
          worker.state() == WorkerState.STALLED
              && worker.since().plus(policy.brake().window()).isAfter(now);
      boolean lately = retiredWithin(worker, policy, now);
      boolean unheard = !worker.lastSeen().plus(policy.connectivity().hearing()).isAfter(now);
      boolean longSilent = !worker.lastSeen().plus(policy.connectivity().longestGap()).isAfter(now);
      boolean works = running || stalledLately;
      size += works || lately ? 1 : 0;
      unreachable += (running && unheard) || stalledLately ? 1 : 0;
      failing += (works && failsWithin(worker, policy, now)) || lately ? 1 : 0;
      silent += running && longSilent ? 1 : 0;
      healthy += running && !unheard && worker.checks().failures() == 0 ? 1 : 0;
      if (stalledLately) {
        stallsCountUntil.add(worker.since().plus(policy.brake().window()));
      }
    }

    /** Those stalled the longest stop counting first, among the fleet as among the unreachable. */
    private @Nullable Instant freezeEnds(Policy policy) {
      if (!freezes(unreachable, size, policy)) {
        return null;
      }
      Collections.sort(stallsCountUntil);
      for (int gone = 1; gone <= stallsCountUntil.size(); gone++) {
        if (!freezes(unreachable - gone, size - gone, policy)) {
          return stallsCountUntil.get(gone - 1);
        }
      }
      return null;
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
