package tsa.store;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.EventSignal;
import tsa.control.Ticker;
import tsa.db.Database;
import tsa.db.DatabaseException;

/**
 * Hears of events through {@code LISTEN}, on a connection of its own. That {@code LISTEN} was
 * accepted proves nothing: a pooler that gives the server's connection away after each transaction
 * accepts it, and answers every question, and yet nothing is ever heard. So it says a word through
 * the pool and has to hear it, now and again. While it is deaf it makes its caller look often
 * instead, and tries again, ever more seldom.
 */
public final class PostgresEventSignal implements EventSignal {
  private static final Logger log = LoggerFactory.getLogger(PostgresEventSignal.class);
  private static final String CHANNEL = "tsa_events";

  /** How often to look while nothing can be heard: state changes are to arrive within a second. */
  private static final Duration DEAF = Duration.ofMillis(500);

  /** Within this time a word of our own is to be heard, or nothing is. */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(1);

  /** How often to say one: each costs every gateway a look. */
  private static final Duration SAY_EVERY = Duration.ofMinutes(1);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  private final Ears ears;
  private final Ticker ticker;
  private final String me = "heard? " + UUID.randomUUID();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Ears.@Nullable Ear listening;
  private Duration retry = Duration.ZERO;
  private long lost;
  private long said;
  private boolean proven;
  private boolean awaited;
  private boolean knownDeaf;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresEventSignal(Database database, Ticker ticker) {
    this(Ears.on(database, CHANNEL), ticker);
  }

  PostgresEventSignal(Ears ears, Ticker ticker) {
    this.ears = ears;
    this.ticker = ticker;
    this.lost = ticker.nanos();
  }

  @Override
  public void await(Duration longest) throws InterruptedException {
    if (closed.getCount() == 0) {
      return;
    }
    Ears.Ear ear = listening;
    if (ear != null) {
      hear(ear, longest);
    } else if (ticker.since(lost).compareTo(retry) < 0) {
      pause(atMostDeaf(longest));
    } else {
      listen();
    }
  }

  private static Duration atMostDeaf(Duration longest) {
    return longest.compareTo(DEAF) < 0 ? longest : DEAF;
  }

  private void hear(Ears.Ear ear, Duration longest) {
    try {
      sayIfDue();
      List<String> words = ear.hear(proven ? longest : atMostDeaf(longest));
      if (words.contains(me)) {
        proven = true;
        awaited = false;
        knownDeaf = false;
        retry = Duration.ZERO;
      } else if (awaited && ticker.since(said).compareTo(HEARD_WITHIN) >= 0) {
        deaf(ear);
      } else if (words.isEmpty() && !longest.isZero()) {
        ear.prove(); // a silence as long as the wait is no proof: it may have died in it
      }
    } catch (DatabaseException e) {
      drop(ear, e);
    }
  }

  private void sayIfDue() {
    if (!awaited && (!proven || ticker.since(said).compareTo(SAY_EVERY) >= 0)) {
      ears.say(me);
      said = ticker.nanos();
      awaited = true;
      proven = false;
    }
  }

  /** Returns at once afterwards: nobody heard what was written before. */
  private void listen() {
    try {
      listening = ears.listen();
      proven = false;
      awaited = false;
      if (closed.getCount() == 0) {
        close();
      }
    } catch (DatabaseException e) {
      later();
      log.atDebug().setCause(e).log("still not listening for events");
    }
  }

  private void deaf(Ears.Ear ear) {
    listening = null;
    ear.close();
    lost = ticker.nanos();
    retry = SAY_EVERY;
    if (!knownDeaf) {
      knownDeaf = true;
      log.atWarn()
          .log(
              "LISTEN was accepted and hears nothing, as behind a pooler in transaction mode;"
                  + " asking for events meanwhile");
    }
  }

  private void drop(Ears.Ear broken, DatabaseException e) {
    listening = null;
    broken.close();
    later();
    if (closed.getCount() > 0) {
      log.atWarn().setCause(e).log("not listening for events any more; asking for them meanwhile");
    }
  }

  private void later() {
    lost = ticker.nanos();
    Duration next = retry.isZero() ? FIRST_RETRY : retry.multipliedBy(2);
    retry = next.compareTo(LAST_RETRY) < 0 ? next : LAST_RETRY;
  }

  private void pause(Duration time) throws InterruptedException {
    var _ = closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closed.countDown();
    Ears.Ear open = listening;
    if (open != null) {
      open.close();
    }
  }
}
