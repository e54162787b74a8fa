package tsa.lab.simulator;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Destroys containers whose grace time is over, by the rules of Garden's server library
 * (docs/protocol/worker-apis.md#grace-time): calls of a container pause its timer and restart it
 * from the full value; 0 fires at once; what fails is forgotten. Safe for use by many threads.
 */
final class GraceReaper implements AutoCloseable {
  private final Timers timers;
  private final Consumer<String> destroy;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Bomb> bombs = new HashMap<>();

  private static final class Bomb {
    final Duration grace;
    int pauses;
    Runnable cancel = () -> {};

    Bomb(Duration grace) {
      this.grace = grace;
    }
  }

  /**
   * Makes one.
   *
   * @param destroy called once when a grace time is over, on a thread of its own
   */
  GraceReaper(Timers timers, Consumer<String> destroy) {
    this.timers = timers;
    this.destroy = destroy;
  }

  /** Starts the timer of a new container; a grace time of 0 means none here. */
  void strap(String handle, long graceNanos) {
    if (graceNanos > 0) {
      locked(() -> arm(handle, new Bomb(Duration.ofNanos(graceNanos))));
    }
  }

  /** Replaces the grace time and restarts; here 0 fires at once. */
  void reset(String handle, long graceNanos) {
    locked(() -> {
      disarm(handle);
      arm(handle, new Bomb(Duration.ofNanos(Math.max(0, graceNanos))));
    });
  }

  /** Holds the timer while a call is under way. */
  void pause(String handle) {
    locked(() -> {
      Bomb bomb = bombs.get(handle);
      if (bomb != null) {
        bomb.pauses++;
        bomb.cancel.run();
      }
    });
  }

  /** Ends a pause; after the last one the timer starts again from the full grace time. */
  void resume(String handle) {
    locked(() -> {
      Bomb bomb = bombs.get(handle);
      if (bomb != null && bomb.pauses > 0 && --bomb.pauses == 0) {
        arm(handle, bomb);
      }
    });
  }

  /** Forgets a container that is gone. */
  void defuse(String handle) {
    locked(() -> disarm(handle));
  }

  @Override
  public void close() {
    locked(() -> {
      bombs.values().forEach(bomb -> bomb.cancel.run());
      bombs.clear();
    });
  }

  private void arm(String handle, Bomb bomb) {
    bombs.put(handle, bomb);
    if (bomb.grace.isZero()) {
      fire(handle, bomb);
    } else {
      bomb.cancel = timers.after(bomb.grace, () -> locked(() -> fire(handle, bomb)));
    }
  }

  /** Called under the lock; the destroy itself may block and so gets a thread. */
  private void fire(String handle, Bomb bomb) {
    if (bomb.pauses == 0 && bombs.remove(handle, bomb)) {
      Thread.ofVirtual().name("simulator-reaper").start(() -> destroy.accept(handle));
    }
  }

  private void disarm(String handle) {
    @Nullable Bomb bomb = bombs.remove(handle);
    if (bomb != null) {
      bomb.cancel.run();
    }
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }
}
