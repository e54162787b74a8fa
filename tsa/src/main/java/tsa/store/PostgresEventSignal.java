package tsa.store;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.EventSignal;
import tsa.control.port.Ticker;
import tsa.db.Database;
import tsa.db.DatabaseException;

/**
 * Hears of events through {@code LISTEN}, on a connection of its own. That {@code LISTEN} was
 * accepted proves nothing: a pooler that gives the server's connection away after each transaction
 * accepts it, and answers every question, and yet nothing is ever heard. So it says a word through
 * the pool and has to hear it, now and again. While nothing is delivered it makes its caller look
 * often instead, and tries again, ever more seldom.
 */
public final class PostgresEventSignal implements EventSignal {
  private static final Logger log = LoggerFactory.getLogger(PostgresEventSignal.class);
  private static final String CHANNEL = "tsa_events";

  /** How often to look while nothing can be heard: state changes are to arrive within a second. */
  private static final Duration UNDELIVERED = Duration.ofMillis(500);

  /** Within this time a word of our own is to be heard, or nothing is. */
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(1);

  /** How often to say one: each costs every gateway a look. */
  private static final Duration SAY_EVERY = Duration.ofMinutes(1);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  private final NotificationChannel channel;
  private final Ticker ticker;
  private final String me = "heard? " + UUID.randomUUID();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile NotificationChannel.@Nullable Subscription listening;
  private Duration retry = Duration.ZERO;
  private long lost;
  private long said;
  private boolean proven;
  private boolean awaited;
  private boolean knownUndelivered;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresEventSignal(Database database, Ticker ticker) {
    this(NotificationChannel.on(database, CHANNEL), ticker);
  }

  PostgresEventSignal(NotificationChannel channel, Ticker ticker) {
    this.channel = channel;
    this.ticker = ticker;
    this.lost = ticker.nanos();
  }

  @Override
  public void await(Duration longest) throws InterruptedException {
    if (closed.getCount() == 0) {
      return;
    }
    NotificationChannel.Subscription subscription = listening;
    if (subscription != null) {
      hear(subscription, longest);
    } else if (ticker.since(lost).compareTo(retry) < 0) {
      pause(atMostUndelivered(longest));
    } else {
      listen();
    }
  }

  private static Duration atMostUndelivered(Duration longest) {
    return longest.compareTo(UNDELIVERED) < 0 ? longest : UNDELIVERED;
  }

  private void hear(NotificationChannel.Subscription subscription, Duration longest) {
    try {
      sayIfDue();
      List<String> words = subscription.await(proven ? longest : atMostUndelivered(longest));
      if (words.contains(me)) {
        proven = true;
        awaited = false;
        knownUndelivered = false;
        retry = Duration.ZERO;
      } else if (awaited && ticker.since(said).compareTo(HEARD_WITHIN) >= 0) {
        undelivered(subscription);
      } else if (words.isEmpty() && !longest.isZero()) {
        subscription.ping(); // a silence as long as the wait is no proof: it may have died in it
      }
    } catch (DatabaseException e) {
      drop(subscription, e);
    }
  }

  private void sayIfDue() {
    if (!awaited && (!proven || ticker.since(said).compareTo(SAY_EVERY) >= 0)) {
      channel.send(me);
      said = ticker.nanos();
      awaited = true;
      proven = false;
    }
  }

  /** Returns at once afterwards: nobody heard what was written before. */
  private void listen() {
    try {
      listening = channel.subscribe();
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

  private void undelivered(NotificationChannel.Subscription subscription) {
    listening = null;
    subscription.close();
    lost = ticker.nanos();
    retry = SAY_EVERY;
    if (!knownUndelivered) {
      knownUndelivered = true;
      log.atWarn()
          .log(
              "LISTEN was accepted and hears nothing, as behind a pooler in transaction mode;"
                  + " asking for events meanwhile");
    }
  }

  private void drop(NotificationChannel.Subscription broken, DatabaseException e) {
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
    NotificationChannel.Subscription open = listening;
    if (open != null) {
      open.close();
    }
  }
}
