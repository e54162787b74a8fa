package tsa.lab.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How times were spread, in milliseconds; all zero if there were none.
 *
 * @param count how many
 */
public record LatencySummary(long count, double p50, double p90, double p99, double max) {
  private static final long LONGEST = TimeUnit.HOURS.toMicros(2);
  private static final double MICROS = 1_000;

  /** Gathers times. Thread-safe; its size is bounded. */
  static final class Recorder {
    private final Histogram histogram = new ConcurrentHistogram(LONGEST, 3);

    void add(Duration time) {
      long micros = TimeUnit.NANOSECONDS.toMicros(time.toNanos());
      histogram.recordValue(Math.clamp(micros, 0, LONGEST));
    }

    /** How many were longer than that. */
    long longerThan(Duration time) {
      long micros = TimeUnit.NANOSECONDS.toMicros(time.toNanos());
      return histogram.getCountBetweenValues(micros + 1, LONGEST);
    }

    LatencySummary latency() {
      return new LatencySummary(
          histogram.getTotalCount(),
          millis(histogram.getValueAtPercentile(50)),
          millis(histogram.getValueAtPercentile(90)),
          millis(histogram.getValueAtPercentile(99)),
          millis(histogram.getMaxValue()));
    }

    private static double millis(long micros) {
      return micros / MICROS;
    }
  }
}
