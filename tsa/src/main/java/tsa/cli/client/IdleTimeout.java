package tsa.cli.client;

import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Closes a stream on which nothing has come for too long: a connection can die without a word. */
public final class IdleTimeout implements AutoCloseable {
  private final Semaphore sound = new Semaphore(0);
  private final Thread thread;

  private IdleTimeout(InputStream in, Duration longest) {
    thread = Thread.ofVirtual().name("silence").start(() -> watch(in, longest));
  }

  /** Watches a stream until it is closed itself. */
  public static IdleTimeout cut(InputStream in, Duration longest) {
    return new IdleTimeout(in, longest);
  }

  /** Something came. */
  public void heard() {
    sound.release();
  }

  private void watch(InputStream in, Duration longest) {
    try {
      while (sound.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        sound.drainPermits();
      }
      CloseQuietly.close(in);
    } catch (InterruptedException e) {
      // The stream has ended; there is nothing left to watch.
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
