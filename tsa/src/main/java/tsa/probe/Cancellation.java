package tsa.probe;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Calls a probe off: once tripped it stays so. Thread-safe. */
final class Cancellation {
  /** Ends the registration of a hook. */
  interface Hook extends AutoCloseable {
    @Override
    void close();
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition condition = lock.newCondition();
  private final Map<Object, Runnable> hooks = new LinkedHashMap<>();
  private boolean tripped;

  void trip() {
    lock.lock();
    try {
      tripped = true;
      hooks.values().forEach(Runnable::run);
      hooks.clear();
      condition.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isTripped() {
    lock.lock();
    try {
      return tripped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has that done when it trips, at once if it has; never after the hook was closed.
   *
   * @param action must not block
   */
  Hook onTrip(Runnable action) {
    Object key = new Object();
    lock.lock();
    try {
      if (tripped) {
        action.run();
      } else {
        hooks.put(key, action);
      }
    } finally {
      lock.unlock();
    }
    return () -> remove(key);
  }

  private void remove(Object key) {
    lock.lock();
    try {
      hooks.remove(key);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Has the calling thread interrupted when it trips. Closing the hook also clears the thread's
   * interrupt, so that the clean-up which follows is not disturbed.
   */
  Hook interruptOnTrip() {
    Hook hook = onTrip(Thread.currentThread()::interrupt);
    return () -> {
      hook.close();
      boolean _ = Thread.interrupted();
    };
  }

  /** Waits that long, or until it trips. */
  void rest(Duration time) {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!tripped && left > 0) {
        left = condition.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts these threads but interruptOnTrip; if it happens, the wait is over.
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
