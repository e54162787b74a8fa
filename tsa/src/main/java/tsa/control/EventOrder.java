package tsa.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tsa.control.port.EventLog;
import tsa.control.port.Ticker;

/**
 * Puts rows of the history in an order in which none is ever lost: that of their ids, each passed
 * on only when no smaller one can appear any more. Ids are given out before rows are committed, so
 * behind a gap a row may still come. Such a gap is over when it is filled, or when every
 * transaction has ended that was running after it was seen. Used by one thread.
 */
final class EventOrder {
  /**
   * Longest wait for a gap. Statements of the TSA are ended by the server after 10 s, idle
   * transactions after 20 s; what runs longer is not one of ours.
   */
  static final Duration PATIENCE = Duration.ofSeconds(40);

  private final Ticker ticker;
  private long settled;
  private @Nullable IdGap gap;

  /**
   * A gap below {@code upTo}.
   *
   * @param waitsFor the transactions below this number have to end; null until it was seen a second
   *     time: a transaction has its id in the history a moment before it has its own number
   */
  private record IdGap(long upTo, @Nullable Long waitsFor, long since) {}

  /**
   * @param settled the id to begin after
   */
  EventOrder(long settled, Ticker ticker) {
    this.settled = settled;
    this.ticker = ticker;
  }

  /** Up to this id, no row can appear any more. */
  long settled() {
    return settled;
  }

  /** Whether it waits for a gap. */
  boolean waits() {
    return gap != null;
  }

  /** Those rows of a look after {@link #settled} that may be passed on now, in their order. */
  List<EventLog.LoggedEvent> take(EventLog.LogWindow window) {
    long passable = passable(window);
    List<EventLog.LoggedEvent> ready = new ArrayList<>();
    for (EventLog.LoggedEvent line : window.lines()) {
      if (line.id() != settled + 1 && line.id() > passable) {
        wait(window);
        break;
      }
      ready.add(line);
      settled = line.id();
    }
    if (gap != null && settled >= gap.upTo()) {
      gap = null;
    }
    return ready;
  }

  /** Up to which id gaps are known to stay gaps. */
  private long passable(EventLog.LogWindow window) {
    IdGap open = gap;
    if (open == null) {
      return settled;
    }
    if (open.waitsFor() == null) {
      gap = new IdGap(open.upTo(), window.nextTransaction(), open.since());
      return settled;
    }
    boolean over =
        window.oldestRunning() >= open.waitsFor()
            || ticker.since(open.since()).compareTo(PATIENCE) > 0;
    return over ? open.upTo() : settled;
  }

  private void wait(EventLog.LogWindow window) {
    if (gap == null || settled >= gap.upTo()) {
      gap = new IdGap(window.lines().getLast().id(), null, ticker.nanos());
    }
  }
}
