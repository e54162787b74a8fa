package tsa.lab.rehearsal;

import java.time.Duration;
import tsa.control.port.Lane;

/**
 * One process on virtual time: its lanes stop for good when it is killed, and for a while when it
 * is paused. Not thread-safe.
 */
final class RehearsedProcess implements Lane.Lanes {
  private final VirtualTime time;
  private boolean killed;
  private long pausedUntil;

  RehearsedProcess(VirtualTime time) {
    this.time = time;
  }

  /** Nothing of it runs from now on. */
  void kill() {
    killed = true;
  }

  /** Nothing of it runs for that time; what was due comes after it, late. */
  void pause(Duration length) {
    pausedUntil = Math.max(pausedUntil, time.nanos() + length.toNanos());
  }

  /** Whether it runs at this moment. */
  boolean runs() {
    return !killed && time.nanos() >= pausedUntil;
  }

  private void work(Runnable task) {
    if (runs()) {
      task.run();
    } else if (!killed) {
      time.after(Duration.ofNanos(pausedUntil - time.nanos()), () -> work(task));
    }
  }

  @Override
  public Lane lane(String name) {
    return new Lane() {
      @Override
      public void run(Runnable task) {
        after(Duration.ZERO, task);
      }

      @Override
      public Timer after(Duration delay, Runnable task) {
        boolean[] cancelled = new boolean[1];
        time.after(
            delay,
            () ->
                work(() -> {
                  if (!cancelled[0]) {
                    task.run();
                  }
                }));
        return () -> cancelled[0] = true;
      }
    };
  }
}
