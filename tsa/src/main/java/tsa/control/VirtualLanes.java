package tsa.control;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Lane;

/**
 * Lanes on virtual threads. One platform thread keeps the timers and does nothing else.
 * Thread-safe.
 */
public final class VirtualLanes implements Lane.Lanes, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(VirtualLanes.class);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final ScheduledThreadPoolExecutor timers;

  /** Its parties are the lanes that have tasks, and these lanes as a whole until they close. */
  private final Phaser busy = new Phaser(1);

  /** Starts the timer thread. */
  public VirtualLanes() {
    timers =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("timers").daemon(true).factory());
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Lane lane(String name) {
    return new VirtualLane(name);
  }

  /**
   * Drops all timers and waits, within a limit, for the tasks that run: what they use, the database
   * above all, is closed next.
   */
  @Override
  public void close() {
    if (timers.isShutdown()) {
      return;
    }
    timers.shutdownNow();
    try {
      busy.awaitAdvanceInterruptibly(
          busy.arriveAndDeregister(), CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      log.atWarn().addKeyValue("lanes", busy.getUnarrivedParties()).log("tasks did not end");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class VirtualLane implements Lane {
    private final String name;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    VirtualLane(String name) {
      this.name = name;
    }

    @Override
    public synchronized void run(Runnable task) {
      tasks.add(task);
      if (!running) {
        running = true;
        busy.register();
        Thread.ofVirtual().name(name).start(this::drain);
      }
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
      if (timers.isShutdown()) {
        return () -> {};
      }
      ScheduledFuture<?> timer =
          timers.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    }

    private void drain() {
      try {
        drainTasks();
      } finally {
        busy.arriveAndDeregister();
      }
    }

    private void drainTasks() {
      for (Runnable task = next(); task != null; task = next()) {
        try {
          task.run();
        } catch (RuntimeException e) {
          log.atError().addKeyValue("lane", name).setCause(e).log("task failed");
        }
      }
    }

    private synchronized @Nullable Runnable next() {
      Runnable task = tasks.poll();
      running = task != null;
      return task;
    }
  }
}
