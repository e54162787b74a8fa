package tsa.gateway;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.LogBudget;
import tsa.control.Meters;
import tsa.control.Ticker;

/**
 * Keeps the keys in force those of their files, and says when they are not: a file that cannot be
 * used is tried again until it can, and one that does not answer holds up nothing but itself.
 * Thread-safe.
 */
final class KeyCare {
  private static final Logger log = LoggerFactory.getLogger(KeyCare.class);

  /** A look takes milliseconds; files that take longer than this do not answer. */
  static final Duration HANGS = Duration.ofSeconds(10);

  private static final Duration LOG_TIME = Duration.ofMinutes(1);

  private final KeyRing keys;
  private final KeyWatch watch;
  private final Runnable review;
  private final Meters meters;
  private final Ticker ticker;
  private final LogBudget repeats;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final Object reading = new Object();
  private volatile long begun;
  private volatile boolean failed;
  private volatile String told = "";

  /**
   * @param watch of the files of these keys, made before these were read
   * @param review cuts connections whose key may not be used any more
   */
  KeyCare(KeyRing keys, KeyWatch watch, Runnable review, Meters meters, Ticker ticker) {
    this.keys = keys;
    this.watch = watch;
    this.review = review;
    this.meters = meters;
    this.ticker = ticker;
    this.repeats = new LogBudget(1, LOG_TIME, ticker);
  }

  /**
   * Called again and again by one timer. Does not wait: files may hang, and neither the timer nor
   * keys that expire may wait for them.
   */
  void round() {
    if (looking.compareAndSet(false, true)) {
      begun = ticker.nanos();
      Thread.ofVirtual().name("keys").start(this::look);
    } else if (hangs()) {
      problem("the key files do not answer");
    }
    Thread.ofVirtual().name("key-expiry").start(this::expire);
    meters.keysCurrent(!failed && !hangs());
  }

  private boolean hangs() {
    return looking.get() && ticker.since(begun).compareTo(HANGS) > 0;
  }

  private void expire() {
    if (keys.someHaveExpired()) {
      review.run();
    }
  }

  private void look() {
    try {
      if (watch.look()) {
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
  void reload() throws KeyFileException {
    synchronized (reading) {
      boolean done = false;
      try {
        keys.reload();
        done = true;
      } finally {
        failed = !done;
        watch.isUnread(!done);
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
