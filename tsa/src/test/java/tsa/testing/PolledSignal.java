package tsa.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tsa.control.port.EventSignal;

/** Has its reader look every few milliseconds. Thread-safe. */
public final class PolledSignal implements EventSignal {
  private static final long MILLIS = 10;

  private final CountDownLatch closed = new CountDownLatch(1);

  @Override
  public void await(Duration longest) throws InterruptedException {
    var _ = closed.await(Math.min(MILLIS, longest.toMillis()), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
