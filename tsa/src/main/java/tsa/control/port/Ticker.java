package tsa.control.port;

import java.time.Duration;

/**
 * Port: measures lengths inside this process; not a clock
 * (docs/decisions/0027-the-databases-clock.md).
 */
@FunctionalInterface
public interface Ticker {
  /** Nanoseconds since some fixed point; only differences mean anything. */
  long nanos();

  /** The time since an earlier reading. */
  default Duration since(long earlier) {
    return Duration.ofNanos(nanos() - earlier);
  }
}
