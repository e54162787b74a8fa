package tsa.control.port;

import java.time.Duration;

/**
 * Port: a place where tasks run one after the other, never two at once. Tasks may block for a
 * bounded time. A task that throws is logged and counted; the lane goes on. Thread-safe.
 */
public interface Lane {
  /** A task that has not run yet can be called off. */
  interface Timer {
    /** Calls it off; does nothing if it has run. */
    void cancel();
  }

  /** Runs a task soon, after those that came before it. */
  void run(Runnable task);

  /** Runs a task after that time. */
  Timer after(Duration delay, Runnable task);

  /** Makes lanes. */
  interface Lanes {
    /** A new lane; the name is for logs and stack traces. */
    Lane lane(String name);
  }
}
