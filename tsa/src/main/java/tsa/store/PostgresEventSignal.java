package tsa.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.EventSignal;
import tsa.control.Ticker;
import tsa.db.Database;
import tsa.db.DatabaseException;
import tsa.db.Listening;

/**
 * Hears of events through {@code LISTEN}, on a connection of its own. While there is none it makes
 * its caller look often instead, and tries again, ever more seldom.
 */
public final class PostgresEventSignal implements EventSignal {
  private static final Logger log = LoggerFactory.getLogger(PostgresEventSignal.class);
  private static final String CHANNEL = "tsa_events";

  /** How often to look while nothing can be heard: state changes are to arrive within a second. */
  private static final Duration DEAF = Duration.ofMillis(500);

  private static final Duration FIRST_RETRY = Duration.ofMillis(100);
  private static final Duration LAST_RETRY = Duration.ofSeconds(10);

  private final Database database;
  private final Ticker ticker;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Listening listening;
  private Duration retry = Duration.ZERO;
  private long lost;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresEventSignal(Database database, Ticker ticker) {
    this.database = database;
    this.ticker = ticker;
    this.lost = ticker.nanos();
  }

  @Override
  public void await(Duration longest) throws InterruptedException {
    if (closed.getCount() == 0) {
      return;
    }
    Listening heard = listening;
    if (heard != null) {
      hear(heard, longest);
    } else if (ticker.since(lost).compareTo(retry) < 0) {
      pause(longest.compareTo(DEAF) < 0 ? longest : DEAF);
    } else {
      listen();
    }
  }

  /** A silence as long as the wait is no proof: the connection may have died in it. */
  private void hear(Listening heard, Duration longest) {
    try {
      if (!heard.await(longest) && !longest.isZero()) {
        heard.prove();
      }
    } catch (DatabaseException e) {
      drop(heard, e);
    }
  }

  /** Returns at once afterwards: nobody heard what was written before. */
  private void listen() {
    try {
      listening = database.listen(CHANNEL);
      retry = Duration.ZERO;
      if (closed.getCount() == 0) {
        close();
      }
    } catch (DatabaseException e) {
      later();
      log.atDebug().setCause(e).log("still not listening for events");
    }
  }

  private void drop(Listening broken, DatabaseException e) {
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
    Listening open = listening;
    if (open != null) {
      open.close();
    }
  }
}
