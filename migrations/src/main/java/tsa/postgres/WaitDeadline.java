package tsa.postgres;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The end of a wait, on the monotonic clock.
 *
 * @param atNanos a reading of {@link System#nanoTime()}
 */
record WaitDeadline(long atNanos) {
  private static final Duration PAUSE = Duration.ofMillis(5);

  static WaitDeadline in(Duration limit) {
    return new WaitDeadline(System.nanoTime() + limit.toNanos());
  }

  /** A few milliseconds from now: the length of one look. */
  static WaitDeadline soon() {
    return in(PAUSE);
  }

  boolean hasPassed() {
    return leftNanos() <= 0;
  }

  /** Nanoseconds left; zero or less once it has passed. */
  long leftNanos() {
    return atNanos - System.nanoTime();
  }

  /** Waits a few milliseconds between two looks at something that cannot be waited for. */
  static void pause() {
    LockSupport.parkNanos(PAUSE.toNanos());
  }
}
