package tsa.lab.simulator;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs something later; tests bring one whose time they turn themselves. */
@FunctionalInterface
public interface Timers {
  /**
   * Runs {@code task} once after {@code delay}, on a thread that it may not block for long.
   *
   * @return cancels the task if it has not begun; harmless afterwards
   */
  Runnable after(Duration delay, Runnable task);

  /** Timers in real time, on an executor that the caller owns and shuts down. */
  static Timers on(ScheduledExecutorService executor) {
    return (delay, task) -> {
      try {
        Future<?> pending = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
      } catch (RejectedExecutionException shutDown) {
        return () -> {}; // its owner is done with us
      }
    };
  }
}
