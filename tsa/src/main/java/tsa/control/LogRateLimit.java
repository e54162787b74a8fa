package tsa.control;

import java.time.Duration;
import java.util.OptionalLong;
import tsa.control.port.Ticker;

/** Keeps strangers from filling the log: so many lines in a time, the rest counted. Thread-safe. */
public final class LogRateLimit {
  private final int lines;
  private final Duration time;
  private final Ticker ticker;
  private long begun;
  private int written;
  private long suppressed;

  /**
   * @param lines how many there may be in each such time
   */
  public LogRateLimit(int lines, Duration time, Ticker ticker) {
    this.lines = lines;
    this.time = time;
    this.ticker = ticker;
    this.begun = ticker.nanos();
  }

  /** Asks for a line: empty if it is one too many, or how many were left out before it. */
  public synchronized OptionalLong line() {
    if (ticker.since(begun).compareTo(time) >= 0) {
      begun = ticker.nanos();
      written = 0;
    }
    if (written >= lines) {
      suppressed++;
      return OptionalLong.empty();
    }
    written++;
    long before = suppressed;
    suppressed = 0;
    return OptionalLong.of(before);
  }
}
