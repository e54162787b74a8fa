package tsa.lab.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers which handles were ever created: how many, and the newest of them by name. Safe for use
 * by many threads.
 */
final class HandleLog {
  private final int kept;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<String> newest = new ArrayDeque<>();
  private long count;

  HandleLog(int kept) {
    this.kept = kept;
  }

  void add(String handle) {
    lock.lock();
    try {
      count++;
      newest.addLast(handle);
      if (newest.size() > kept) {
        newest.removeFirst();
      }
    } finally {
      lock.unlock();
    }
  }

  long count() {
    lock.lock();
    try {
      return count;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the handles still remembered, oldest first. */
  List<String> newest() {
    lock.lock();
    try {
      return new ArrayList<>(newest);
    } finally {
      lock.unlock();
    }
  }
}
