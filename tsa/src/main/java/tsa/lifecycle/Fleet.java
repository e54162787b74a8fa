package tsa.lifecycle;

import java.time.Instant;
import java.util.Collection;
import tsa.worker.WorkerState;

/**
 * The fleet in numbers, for the brake and the rate limit (DESIGN §5).
 *
 * @param size workers that are expected to work: running, or stalled or retired by the rules lately
 * @param unreachable of them, those stalled, or without a beat recent enough to show that the TSA
 *     hears them
 * @param failing of them, those with failed checks within the window of the brake
 * @param healthy running, within reach and without failed checks
 * @param retiredLately retired by the rules within the interval of the rate limit
 */
public record Fleet(int size, int unreachable, int failing, int healthy, int retiredLately) {

  /** Counts the workers of all gateways. */
  public static Fleet of(Collection<WorkerRecord> workers, Policy policy, Instant now) {
    Count count = new Count();
    for (WorkerRecord worker : workers) {
      count.add(worker, policy, now);
    }
    return new Fleet(
        count.size, count.unreachable, count.failing, count.healthy, count.retiredLately);
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

  /** How many may be retired by the rules within one interval: one for each ten workers begun. */
  public int retireAllowance() {
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
    private int retiredLately;

    private void add(WorkerRecord worker, Policy policy, Instant now) {
      boolean running = worker.state() == WorkerState.RUNNING;
      boolean stalledLately =
          worker.state() == WorkerState.STALLED
              && worker.since().plus(policy.brake().window()).isAfter(now);
      boolean lately = retiredWithin(worker, policy, now);
      boolean silent = !worker.lastSeen().plus(policy.reach().hearing()).isAfter(now);
      boolean works = running || stalledLately;
      size += works || lately ? 1 : 0;
      unreachable += (running && silent) || stalledLately ? 1 : 0;
      failing += (works && failsWithin(worker, policy, now)) || lately ? 1 : 0;
      healthy += running && !silent && worker.checks().failures() == 0 ? 1 : 0;
      retiredLately += lately ? 1 : 0;
    }

    private static boolean retiredWithin(WorkerRecord worker, Policy policy, Instant now) {
      Drain drain = worker.drain();
      return worker.retiredForHealth()
          && drain != null
          && drain.requestedAt().plus(policy.brake().retireInterval()).isAfter(now);
    }

    private static boolean failsWithin(WorkerRecord worker, Policy policy, Instant now) {
      CheckRecord.Last last = worker.checks().last();
      return worker.checks().failures() > 0
          && last != null
          && last.at().plus(policy.brake().window()).isAfter(now);
    }
  }
}
