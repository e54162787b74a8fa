package tsa.cli;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How a command waits between two looks. */
@FunctionalInterface
public interface Pause {
  /**
   * Waits until it is woken, or for that long.
   *
   * @param woken gives a permit when there is a reason to look again
   * @throws InterruptedException if the command has to end
   */
  void pause(Semaphore woken, Duration longest) throws InterruptedException;

  /** By the time of this machine. */
  static Pause real() {
    return (woken, longest) -> {
      if (woken.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        woken.drainPermits();
      }
    };
  }
}
