package tsa.gateway.keys;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.LogRateLimit;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.Ticker;

/**
 * Keeps the keys in force those of their files, and says when they are not: a file that cannot be
 * used is tried again until it can, and one that does not answer holds up nothing but itself.
 * Thread-safe.
 */
public final class KeyReloader {
  private static final Logger log = LoggerFactory.getLogger(KeyReloader.class);

  /** A look takes milliseconds; files that take longer than this do not answer. */
  static final Duration HANGS = Duration.ofSeconds(10);

  private static final Duration LOG_TIME = Duration.ofMinutes(1);

  private final KeyRing keys;
  private final KeyFileWatcher watcher;
  private final Runnable review;
  private final MetricsRecorder metrics;
  private final Ticker ticker;
  private final LogRateLimit repeats;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Object reading = new Object();
  private volatile long begun;
  private volatile boolean failed;
  private volatile String told = "";

  /**
   * @param watcher of the files of these keys, made before these were read
   * @param review cuts connections whose key may not be used any more
   */
  public KeyReloader(
      KeyRing keys,
      KeyFileWatcher watcher,
      Runnable review,
      MetricsRecorder metrics,
      Ticker ticker) {
    this.keys = keys;
    this.watcher = watcher;
    this.review = review;
    this.metrics = metrics;
    this.ticker = ticker;
    this.repeats = new LogRateLimit(1, LOG_TIME, ticker);
  }

  /**
   * Called again and again by one timer. Does not wait: files may hang, and neither the timer nor
   * keys that expire may wait for them.
   */
  public void round() {
    if (looking.compareAndSet(false, true)) {
      begun = ticker.nanos();
      Thread.ofVirtual().name("keys").start(this::look);
    } else if (hangs()) {
      problem("the key files do not answer");
    }
    Thread.ofVirtual().name("key-expiry").start(this::expire);
    metrics.keysCurrent(!failed && !hangs());
  }

  /** Whether the files are being looked at now. */
  boolean isLooking() {
    return looking.get();
  }

  private boolean hangs() {
    return isLooking() && ticker.since(begun).compareTo(HANGS) > 0;
  }

  private void expire() {
    if (keys.someHaveExpired()) {
      review.run();
    }
  }

  private void look() {
    try {
      if (watcher.look()) {
        reload();
      }
    } catch (KeyFileException e) {
      problem(String.valueOf(e.getMessage()));
    } finally {
      looking.set(false);
    }
  }

  /**
   * Reads the keys again, all or none, and reviews the connections.
   *
   * @throws KeyFileException if they cannot be used: those in force stay in force, and the files
   *     are tried again
   */
  public void reload() throws KeyFileException {
    synchronized (reading) {
      boolean done = false;
      try {
        keys.reload();
        done = true;
      } finally {
        failed = !done;
        watcher.isUnread(!done);
      }
    }
    review.run();
  }

  /** One line for each new problem, and one a minute as long as it stays. */
  private void problem(String what) {
    OptionalLong unwritten = repeats.line();
    if (unwritten.isPresent() || !what.equals(told)) {
      told = what;
      log.atError()
          .addKeyValue("problem", what)
          .addKeyValue("unwritten", unwritten.orElse(0))
          .log("keys not reloaded: those before stay in force");
    }
  }
}
