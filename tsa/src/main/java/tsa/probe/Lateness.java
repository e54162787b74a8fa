package tsa.probe;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import tsa.control.Ticker;

/**
 * How late this process does what is due (DESIGN §4.12). Ten times a second something is due on a
 * virtual thread, started by the timer that also ends the calls to workers; what it is late by is
 * added up. So whoever compares the sum before with the sum after knows for how long, in between,
 * this process did not run as it should: no CPU, a pause, a timer that is held up. A moment too
 * late is what a busy machine is like, and is not counted. Thread-safe.
 */
final class Lateness {
  static final Duration INTERVAL = Duration.ofMillis(100);

  private static final Duration MOMENT = Duration.ofMillis(100);

  private final Ticker ticker;
  private long due;
  private long sum;

  Lateness(Ticker ticker) {
    this.ticker = ticker;
    this.due = ticker.nanos() + INTERVAL.toNanos();
  }

  /** Has it measured until the timer is shut down. */
  void watch(ScheduledExecutorService timer) {
    try {
      timer.schedule(
          () -> Thread.ofVirtual().name("lateness").start(() -> measure(timer)),
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
  synchronized void ran() {
    long now = ticker.nanos();
    sum += late(now);
    due = now + INTERVAL.toNanos();
  }

  /** The sum of all that was late so far, with what is late now. */
  synchronized Duration sum() {
    return Duration.ofNanos(sum + late(ticker.nanos()));
  }

  private long late(long now) {
    long late = now - due;
    return late > MOMENT.toNanos() ? late : 0;
  }

  /** How much came to the sum since then. */
  Duration since(Duration before) {
    return sum().minus(before);
  }
}
