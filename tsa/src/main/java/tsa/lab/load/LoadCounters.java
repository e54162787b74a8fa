package tsa.lab.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to all workers, phase by phase. Thread-safe. */
final class LoadCounters {
  private static final Duration LATE = Duration.ofSeconds(1);
  private static final int MOST_REASONS = 40;
  private static final int MOST_TEXT = 160;
  private static final String OTHER = "other reasons";

  private final Duration latestHeartbeat;
  private final AtomicInteger registered = new AtomicInteger();
  private volatile PhaseCounters counts = new PhaseCounters();

  /** Of one phase. */
  private static final class PhaseCounters {
    final LongAdder registrations = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder shortFailures = new LongAdder();
    final LatencySummary.Recorder registering = new LatencySummary.Recorder();
    final LatencySummary.Recorder gaps = new LatencySummary.Recorder();
    final LatencySummary.Recorder late = new LatencySummary.Recorder();
    final LatencySummary.Recorder shorts = new LatencySummary.Recorder();
    final Map<String, Long> failures = new TreeMap<>();
  }

  /**
   * @param latestHeartbeat time after a heartbeat by which the next one is due
   */
  LoadCounters(Duration latestHeartbeat) {
    this.latestHeartbeat = latestHeartbeat;
  }

  /** How many are registered. */
  int registered() {
    return registered.get();
  }

  /** One more is registered. */
  void registered(Duration took) {
    registered.incrementAndGet();
    counts.registrations.increment();
    counts.registering.add(took);
  }

  /** One is registered no more. */
  void lost(String why) {
    registered.decrementAndGet();
    counts.lost.increment();
    failed("registration lost: " + why);
  }

  /** One could not register, and tries again. */
  void notRegistered(String why) {
    failed("not registered: " + why);
  }

  /** A worker's heartbeat was answered, that long after the one before. */
  void heartbeat(Duration gap) {
    Duration over = gap.minus(latestHeartbeat);
    counts.gaps.add(gap);
    counts.late.add(over.isNegative() ? Duration.ZERO : over);
  }

  /** A short connection did what it was for. */
  void shortDone(Duration took) {
    counts.shorts.add(took);
  }

  /** A short connection did not. */
  void shortFailed(String why) {
    counts.shortFailures.increment();
    failed("short connection: " + why);
  }

  private void failed(String why) {
    Map<String, Long> failures = counts.failures;
    String reason = why.length() > MOST_TEXT ? why.substring(0, MOST_TEXT) : why;
    synchronized (failures) {
      boolean room = failures.size() < MOST_REASONS || failures.containsKey(reason);
      failures.merge(room ? reason : OTHER, 1L, Long::sum);
    }
  }

  /** What there is now. */
  LoadSample sample(Duration at) {
    PhaseCounters now = counts;
    LatencySummary late = now.late.latency();
    LatencySummary shorts = now.shorts.latency();
    return new LoadSample(
        seconds(at),
        registered.get(),
        now.registrations.sum(),
        now.lost.sum(),
        late.count(),
        late.p99(),
        shorts.count(),
        now.shortFailures.sum(),
        shorts.p99());
  }

  /** Ends a phase that lasted so long, and begins the next. */
  LoadPhase next(Duration lasted, GatewayReading before, GatewayReading after) {
    PhaseCounters ended = counts;
    counts = new PhaseCounters();
    Map<String, Long> failures;
    synchronized (ended.failures) {
      failures = new TreeMap<>(ended.failures);
    }
    return new LoadPhase(
        seconds(lasted),
        ended.registrations.sum(),
        ended.lost.sum(),
        ended.registering.latency(),
        ended.gaps.latency(),
        ended.late.latency(),
        ended.late.longerThan(LATE),
        ended.shorts.latency(),
        ended.shortFailures.sum(),
        failures,
        after.since(before));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }
}
