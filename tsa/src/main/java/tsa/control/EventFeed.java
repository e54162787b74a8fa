package tsa.control;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Event;
import tsa.control.port.EventLog;
import tsa.control.port.EventSignal;
import tsa.control.port.History;
import tsa.control.port.StoreException;
import tsa.control.port.Ticker;

/**
 * What happens to workers, as it happens, through whichever gateway. One thread reads what was
 * written; any number of readers wait for it, each with a place of its own in the history, so that
 * a slow reader costs nothing and loses nothing. Of the newest events a bounded number is held in
 * memory; readers further behind read from the store. Thread-safe.
 */
public final class EventFeed implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventFeed.class);

  /** How often to look without a signal: it may be lost. */
  static final Duration POLL = Duration.ofSeconds(5);

  /** How often to look while a smaller id may still appear, and after trouble. */
  static final Duration SETTLE = Duration.ofMillis(100);

  private static final Duration TROUBLE = Duration.ofSeconds(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);
  private static final int REMEMBERED = 1000;
  private static final int AT_ONCE = 500;
  private static final int READ_BEHIND = 2;

  /** So far back may rows lie that were not committed when the feed began. */
  private static final int LOOK_BACK = 200;

  private final EventLog events;
  private final EventSignal signal;
  private final Ticker ticker;
  private final Consumer<Event> heard;

  /** Readers far behind read one after the other, so that no crowd of them takes the pool. */
  private final Semaphore behind = new Semaphore(READ_BEHIND, true);

  private final Deque<History.StoredEvent> newest = new ArrayDeque<>();
  private final Set<Long> early = new HashSet<>();
  private @Nullable Thread thread;
  private long floor;
  private volatile long settled;
  private volatile long begun;
  private final AtomicInteger restarts = new AtomicInteger();
  private volatile boolean closed;

  /**
   * A part of the history.
   *
   * @param events in the order of their ids
   * @param upTo the place to go on from
   */
  public record EventPage(List<History.StoredEvent> events, long upTo) {
    /** Copies the list. */
    public EventPage {
      events = List.copyOf(events);
    }
  }

  /**
   * @param heard told of each event as soon as it can be seen, in no certain order, once; must
   *     neither block nor throw
   */
  public EventFeed(EventLog events, EventSignal signal, Ticker ticker, Consumer<Event> heard) {
    this.events = events;
    this.signal = signal;
    this.ticker = ticker;
    this.heard = heard;
  }

  /**
   * Begins with what is written from now on.
   *
   * @throws StoreException if the store does not answer
   */
  public void start() {
    EventOrder order = fromNow(events.newest());
    thread = Thread.ofVirtual().name("events").start(() -> run(order));
  }

  /** What is written already is not passed on, but for what was not committed yet. */
  private EventOrder fromNow(long last) {
    EventOrder order;
    synchronized (this) {
      newest.clear();
      settled = Math.max(0, last - LOOK_BACK);
      floor = settled;
      begun = last;
      order = new EventOrder(settled, ticker);
    }
    early.clear();
    EventLog.LogWindow window = events.look(order.settled(), AT_ONCE);
    window.lines().forEach(line -> early.add(line.id()));
    pass(window, order);
    return order;
  }

  private void run(EventOrder first) {
    EventOrder order = first;
    Duration wait = SETTLE;
    boolean well = true;
    while (!closed) {
      try {
        signal.await(wait);
        EventLog.LogWindow window = events.look(order.settled(), AT_ONCE);
        if (window.lines().isEmpty() && isAhead(order.settled())) {
          order = startAnew();
          continue;
        }
        boolean more = pass(window, order);
        wait = more ? Duration.ZERO : order.waits() ? SETTLE : POLL;
        well = true;
      } catch (StoreException e) {
        if (well && !closed) {
          log.atWarn().setCause(e).log("events cannot be read");
        }
        well = false;
        wait = TROUBLE;
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("events cannot be passed on");
        wait = TROUBLE;
      }
    }
  }

  /**
   * Whether the history does not reach that place: it was restored from a backup, and its ids begin
   * again from there.
   *
   * @throws StoreException if the store does not answer
   */
  public boolean isAhead(long place) {
    return place > events.newest();
  }

  private EventOrder startAnew() {
    EventOrder order = fromNow(events.newest());
    restarts.incrementAndGet();
    log.atWarn()
        .addKeyValue("newest", begun)
        .log("the history ends before what was read of it: going on from its end");
    return order;
  }

  /** Changes whenever readers have to begin anew, because the history went back. */
  public int restarts() {
    return restarts.get();
  }

  /** Passes on what a look found; tells whether there may be more at once. */
  private boolean pass(EventLog.LogWindow window, EventOrder order) {
    window.lines().stream()
        .filter(line -> early.add(line.id()))
        .filter(line -> line.written() != null)
        .forEach(line -> heard.accept(line.written().event()));
    List<EventLog.LoggedEvent> ready = order.take(window);
    early.removeIf(id -> id <= order.settled());
    remember(ready, order.settled());
    return !ready.isEmpty() && window.lines().size() == AT_ONCE;
  }

  private synchronized void remember(List<EventLog.LoggedEvent> ready, long upTo) {
    for (EventLog.LoggedEvent line : ready) {
      if (line.written() != null) {
        newest.add(line.written());
      }
      if (newest.size() > REMEMBERED) {
        floor = newest.remove().id();
      }
    }
    settled = upTo;
    notifyAll();
  }

  /** The place of a reader who wants only what comes from now on. */
  public long now() {
    return Math.max(settled, begun);
  }

  /** Whether there is nothing more to wait for. */
  public boolean isClosed() {
    return closed;
  }

  /**
   * The next events after a place, waiting for the first of them.
   *
   * @param limit at most so many
   * @param longest how long to wait; then the page is empty. A reader far behind waits that long
   *     for its turn, too
   * @throws StoreException if the reader is far behind and the store does not answer
   */
  public EventPage after(long place, int limit, Duration longest) throws InterruptedException {
    long upTo;
    synchronized (this) {
      if (!awaitMoreThan(place, longest)) {
        return new EventPage(List.of(), place);
      }
      if (place >= floor) {
        return fromMemory(place, limit);
      }
      upTo = settled;
    }
    if (!behind.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      return new EventPage(List.of(), place);
    }
    try {
      return fromStore(place, upTo, limit);
    } finally {
      behind.release();
    }
  }

  private synchronized boolean awaitMoreThan(long place, Duration longest)
      throws InterruptedException {
    long asked = ticker.nanos();
    while (settled <= place && !closed) {
      long left = longest.minus(ticker.since(asked)).toMillis();
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return settled > place;
  }

  private EventPage fromMemory(long place, int limit) {
    List<History.StoredEvent> page =
        newest.stream().filter(event -> event.id() > place).limit(limit).toList();
    return new EventPage(page, page.size() < limit ? settled : page.getLast().id());
  }

  private EventPage fromStore(long place, long upTo, int limit) {
    List<EventLog.LoggedEvent> lines = events.between(place, upTo, limit);
    List<History.StoredEvent> page = new ArrayList<>();
    for (EventLog.LoggedEvent line : lines) {
      if (line.written() != null) {
        page.add(line.written());
      }
    }
    return new EventPage(page, lines.size() < limit ? upTo : lines.getLast().id());
  }

  /** Ends it, and every wait of a reader. */
  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      notifyAll();
    }
    signal.close();
    Thread running = thread;
    if (running == null) {
      return;
    }
    try {
      if (!running.join(LONGEST_CLOSE)) {
        // Not sooner: a thread that is interrupted breaks the pooled connection it reads from.
        running.interrupt();
        log.atWarn().log("the reading of events did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
