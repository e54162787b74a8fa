package tsa.control.port;

import java.time.Duration;

/** Port: tells that events were written, by whichever gateway. Used by one thread. */
public interface EventSignal extends AutoCloseable {
  /**
   * Waits until events may have been written since the last call, or until the time is over.
   * Trouble of the store only makes it return sooner or later; it is never thrown.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  void await(Duration longest) throws InterruptedException;

  /** Ends a wait that is under way, and all later ones at once. Thread-safe. */
  @Override
  void close();
}
