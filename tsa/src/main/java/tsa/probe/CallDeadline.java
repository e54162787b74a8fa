package tsa.probe;

import java.time.Duration;
import tsa.control.port.Ticker;

/** An end in time, measured with the process's ticker. Immutable. */
final class CallDeadline {
  private final Ticker ticker;
  private final long end;

  private CallDeadline(Ticker ticker, long end) {
    this.ticker = ticker;
    this.end = end;
  }

  /** The deadline that is so far away from now. */
  static CallDeadline in(Duration limit, Ticker ticker) {
    return new CallDeadline(ticker, ticker.nanos() + limit.toNanos());
  }

  /** How long there is; zero once it has passed. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - ticker.nanos()));
  }

  boolean passed() {
    return end - ticker.nanos() <= 0;
  }

  /** This deadline, or one that far from now if that is sooner. */
  CallDeadline orSooner(Duration limit) {
    long sooner = ticker.nanos() + limit.toNanos();
    return sooner - end < 0 ? new CallDeadline(ticker, sooner) : this;
  }

  /** This deadline, put off. */
  CallDeadline later(Duration by) {
    return new CallDeadline(ticker, end + by.toNanos());
  }
}
