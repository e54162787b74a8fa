package tsa.control;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tsa.control.port.Ticker;

/**
 * Measures the delay of this process: fifty times a second something is due on a virtual thread,
 * started by a timer, and what it is late by is added up. The interval is short because a processor
 * that is shared is lost in short pieces: a quota of a tenth, for example, takes 90 ms of each 100.
 * A moment too late is what any machine is like, and is not counted. Thread-safe.
 */
public final class DelayMonitor implements SchedulingDelay {
  static final Duration INTERVAL = Duration.ofMillis(20);

  private static final Duration STILL_ON_TIME = Duration.ofMillis(5);

  private final Ticker ticker;
  private long due;
  private long sum;

  /** Measures from {@link #watch} on. */
  public DelayMonitor(Ticker ticker) {
    this.ticker = ticker;
    this.due = ticker.nanos() + INTERVAL.toNanos();
  }

  /** Has it measured until the timer is shut down. */
  public void watch(ScheduledExecutorService timer) {
    try {
      timer.schedule(
          () -> Thread.ofVirtual().name("scheduling-delay").start(() -> measure(timer)),
          INTERVAL.toNanos(),
          TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // It was shut down: nobody asks workers any more.
    }
  }

  private void measure(ScheduledExecutorService timer) {
    ran();
    watch(timer);
  }

  /** What was due runs now; the next is due in one interval. */
  public synchronized void ran() {
    long now = ticker.nanos();
    sum += late(now);
    due = now + INTERVAL.toNanos();
  }

  @Override
  public synchronized Duration total() {
    return Duration.ofNanos(sum + late(ticker.nanos()));
  }

  private long late(long now) {
    long late = now - due;
    return late > STILL_ON_TIME.toNanos() ? late : 0;
  }
}
