package tsa.control;

import java.time.Duration;
import tsa.control.port.Ticker;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.FailureCause;

/**
 * How many deep checks may be under way at once. Two things are signs of too many: that this
 * process ran late while one was made that took long, and that a good part of those that ended
 * together timed out. One that times out alone is the worker's own matter, and so are those of a
 * worker that timed out before with as few beside it. Not thread-safe.
 */
final class CheckLimit {
  /** Enough to begin with for any machine; it doubles at once if that is too few. */
  private static final int FIRST = 8;

  /** A round ends with so many checks, at least; fewer tell nothing of all. */
  private static final int SMALLEST_ROUND = 4;

  /** One of so many may time out on its own account. */
  private static final int TIMED_OUT_SHARE = 5;

  private static final int TIMED_OUT_LEAST = 2;

  /** Of a process that runs late: checks that take a third of their limit come near to it. */
  private static final int LONG_SHARE = 3;

  /** Those that take less than a sixth are far from it. */
  private static final int SHORT_SHARE = 6;

  /** The weight of the latest check in what is usual. */
  private static final double WEIGHT = 0.1;

  /**
   * A check under way.
   *
   * @param number its own
   * @param begun when, on the ticker
   * @param delayBefore the delay of this process by then
   * @param atOnce how many might be under way then
   * @param tells whether a time-out would tell something of their number
   */
  record Run(long number, long begun, Duration delayBefore, int atOnce, boolean tells) {}

  private final Duration longest;
  private final Ticker ticker;
  private final SchedulingDelay delay;
  private final AdaptiveLimit limit;
  private double usual;
  private int ended;
  private int timedOut;

  /**
   * @param longest the limit of a check
   */
  CheckLimit(int most, Duration longest, Ticker ticker, SchedulingDelay delay) {
    this.longest = longest;
    this.ticker = ticker;
    this.delay = delay;
    this.limit = new AdaptiveLimit(FIRST, most);
  }

  int now() {
    return limit.now();
  }

  /**
   * One begins.
   *
   * @param timedOutAt the fewest that might be under way at once when this worker timed out, since
   *     it last did not
   */
  Run begin(int timedOutAt) {
    int atOnce = limit.now();
    boolean tells = atOnce < timedOutAt;
    return new Run(limit.begin(), ticker.nanos(), delay.total(), atOnce, tells);
  }

  /**
   * One has ended.
   *
   * @param awaited whether others wait for its place: only then more at once are of use
   */
  void ended(Run run, CheckReport report, boolean awaited) {
    Duration took = ticker.since(run.begun());
    usual += (took.toNanos() - usual) * (usual == 0 ? 1 : WEIGHT);
    boolean timeOut = isTimeOut(report);
    if (run.tells() || !timeOut) {
      ended++;
      timedOut += timeOut ? 1 : 0;
    }
    boolean slowed = delay.slowed(run.delayBefore(), took);
    boolean late =
        causeIs(report, FailureCause.GATEWAY_DELAYED)
            || (slowed && took.multipliedBy(LONG_SHARE).compareTo(longest) > 0);
    boolean quick = !slowed || took.multipliedBy(SHORT_SHARE).compareTo(longest) < 0;
    if (late || (isRoundOver() && isCrowd())) {
      limit.congested(run.number());
    } else if (!timeOut && quick && awaited) {
      limit.done();
    }
    if (isRoundOver()) {
      ended = 0;
      timedOut = 0;
    }
  }

  static boolean isTimeOut(CheckReport report) {
    return causeIs(report, FailureCause.TIMED_OUT);
  }

  private static boolean causeIs(CheckReport report, FailureCause cause) {
    return report.problem() != null && report.problem().cause() == cause;
  }

  private boolean isRoundOver() {
    return ended >= Math.max(SMALLEST_ROUND, limit.now());
  }

  private boolean isCrowd() {
    return timedOut >= TIMED_OUT_LEAST && timedOut * TIMED_OUT_SHARE >= ended;
  }

  /** How long it takes, as things are, until one has its turn with so many before it. */
  Duration timeFor(int ahead) {
    return Duration.ofNanos((long) (usual * (ahead + 1) / limit.now()));
  }
}
