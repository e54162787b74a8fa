package tsa.lab.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;

/** Timers whose time a test turns. Safe for use by many threads. */
final class ManualTimers implements Timers {
  private final ReentrantLock lock = new ReentrantLock();
  private final PriorityQueue<Due> pending = new PriorityQueue<>(Comparator.comparing(Due::at));
  private Duration now = Duration.ZERO;

  private record Due(Duration at, Runnable task) {}

  @Override
  public Runnable after(Duration delay, Runnable task) {
    lock.lock();
    try {
      Due due = new Due(now.plus(delay), task);
      pending.add(due);
      return () -> cancel(due);
    } finally {
      lock.unlock();
    }
  }

  private void cancel(Due due) {
    lock.lock();
    try {
      pending.remove(due);
    } finally {
      lock.unlock();
    }
  }

  /** Moves time on and runs what is due, on the calling thread. */
  void advance(Duration by) {
    List<Runnable> due = new ArrayList<>();
    lock.lock();
    try {
      now = now.plus(by);
      while (!pending.isEmpty() && pending.element().at().compareTo(now) <= 0) {
        due.add(pending.remove().task());
      }
    } finally {
      lock.unlock();
    }
    due.forEach(Runnable::run);
  }

  int waiting() {
    lock.lock();
    try {
      return pending.size();
    } finally {
      lock.unlock();
    }
  }
}
