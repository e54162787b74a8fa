package tsa.api.login;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import tsa.control.port.Ticker;

/** A ticker that a test turns. Thread-safe. */
final class ManualTicker implements Ticker {
  private final AtomicLong nanos = new AtomicLong();

  void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Override
  public long nanos() {
    return nanos.get();
  }
}
