package tsa.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to all workers, phase by phase. Thread-safe. */
final class Tally {
  private static final Duration LATE = Duration.ofSeconds(1);
  private static final int MOST_REASONS = 40;
  private static final int MOST_TEXT = 160;
  private static final String OTHER = "other reasons";

  private final Duration latestBeat;
  private final AtomicInteger registered = new AtomicInteger();
  private volatile Counts counts = new Counts();

  /** Of one phase. */
  private static final class Counts {
    final LongAdder registrations = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder shortFailures = new LongAdder();
    final Spread.Gathering registering = new Spread.Gathering();
    final Spread.Gathering gaps = new Spread.Gathering();
    final Spread.Gathering late = new Spread.Gathering();
    final Spread.Gathering shorts = new Spread.Gathering();
    final Map<String, Long> failures = new TreeMap<>();
  }

  /**
   * @param latestBeat time after a beat by which the next one is due
   */
  Tally(Duration latestBeat) {
    this.latestBeat = latestBeat;
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

  /** A worker's beat was answered, that long after the one before. */
  void beat(Duration gap) {
    Duration over = gap.minus(latestBeat);
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
    Counts now = counts;
    Spread late = now.late.spread();
    Spread shorts = now.shorts.spread();
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
    Counts ended = counts;
    counts = new Counts();
    Map<String, Long> failures;
    synchronized (ended.failures) {
      failures = new TreeMap<>(ended.failures);
    }
    return new LoadPhase(
        seconds(lasted),
        ended.registrations.sum(),
        ended.lost.sum(),
        ended.registering.spread(),
        ended.gaps.spread(),
        ended.late.spread(),
        ended.late.longerThan(LATE),
        ended.shorts.spread(),
        ended.shortFailures.sum(),
        failures,
        after.since(before));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1_000.0;
  }
}
