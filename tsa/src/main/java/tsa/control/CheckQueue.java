package tsa.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Ticker;
import tsa.lifecycle.CheckReport;

/**
 * The deep checks that are to be made by this process. As many are under way as get done in time
 * ({@link CheckLimit}); the others wait, and whoever was due first is next. Without that, a herd of
 * checks would time out together and begin again together, and nobody would ever be admitted.
 * Thread-safe.
 */
final class CheckQueue {
  /** How much later than it comes a check is due: what is due first goes first. */
  enum Urgency {
    /** Somebody waits for the answer. */
    ASKED(Duration.ZERO),
    /** A newcomer whose name has a row: it was held a moment ago. */
    KNOWN(Duration.ofMinutes(1)),
    /** A newcomer of an unknown name, or a worker in service. */
    ORDINARY(Duration.ofMinutes(2));

    private final long allowance;

    Urgency(Duration allowance) {
      this.allowance = allowance.toNanos();
    }
  }

  /**
   * What a ticket waits for.
   *
   * @param ahead how many are before it
   * @param time how long that will take, by what the last checks took
   */
  record Place(int ahead, Duration time) {}

  /** Somebody's turn, to come or come. Thread-safe. */
  final class Ticket {
    private final long due;
    private final long number;
    private final Consumer<Ticket> turn;
    private final int timedOutAt;
    private int ahead;
    private CheckLimit.@Nullable Run run;
    private boolean over;

    private Ticket(long due, long number, int timedOutAt, Consumer<Ticket> turn) {
      this.due = due;
      this.number = number;
      this.timedOutAt = timedOutAt;
      this.turn = turn;
    }

    /** What it waits for; null once its turn has come, or when it has left. */
    @Nullable Place place() {
      return placeOf(this);
    }

    /**
     * Its check has ended.
     *
     * @return what the next ticket of this worker is to be entered with
     */
    int done(CheckReport report) {
      CheckLimit.Run ran = run;
      CheckQueue.this.leave(this, report);
      return ran == null || !CheckLimit.isTimeOut(report)
          ? NEVER_TIMED_OUT
          : Math.min(timedOutAt, ran.atOnce());
    }

    /** Waits no longer, or its check was called off. */
    void leave() {
      CheckQueue.this.leave(this, null);
    }
  }

  /** Of a worker whose latest check did not time out. */
  static final int NEVER_TIMED_OUT = Integer.MAX_VALUE;

  private static final Duration POSITIONS_AGE = Duration.ofSeconds(1);

  private static final Comparator<Ticket> DUE_FIRST =
      (left, right) ->
          left.due == right.due
              ? Long.compare(left.number, right.number)
              : Long.signum(left.due - right.due);

  private final Ticker ticker;
  private final CheckLimit limit;
  private final PriorityQueue<Ticket> waiting = new PriorityQueue<>(DUE_FIRST);
  private long numbers;
  private int underWay;
  private @Nullable Long positionsAt;

  /**
   * @param most how many may ever be under way at once
   * @param longest the limit of a check
   * @param delay of this process
   */
  CheckQueue(int most, Duration longest, Ticker ticker, SchedulingDelay delay) {
    this.ticker = ticker;
    this.limit = new CheckLimit(most, longest, ticker, delay);
  }

  /**
   * Waits for a turn.
   *
   * @param timedOutAt what the worker's check before said ({@link Ticket#done})
   * @param turn called once with the ticket when it has come, perhaps before this returns; must not
   *     block
   */
  Ticket enter(Urgency urgency, int timedOutAt, Consumer<Ticket> turn) {
    Ticket ticket;
    synchronized (this) {
      ticket = new Ticket(ticker.nanos() + urgency.allowance, numbers++, timedOutAt, turn);
      ticket.ahead = waiting.size();
      waiting.add(ticket);
    }
    callNext();
    return ticket;
  }

  private void leave(Ticket ticket, @Nullable CheckReport report) {
    synchronized (this) {
      if (ticket.over) {
        return;
      }
      ticket.over = true;
      CheckLimit.Run run = ticket.run;
      if (run == null) {
        waiting.remove(ticket);
        return;
      }
      underWay--;
      if (report != null) {
        limit.ended(run, report, !waiting.isEmpty());
      }
    }
    callNext();
  }

  private void callNext() {
    for (Ticket next : next()) {
      next.turn.accept(next);
    }
  }

  private synchronized List<Ticket> next() {
    List<Ticket> called = new ArrayList<>();
    while (underWay < limit.now() && !waiting.isEmpty()) {
      Ticket next = waiting.remove();
      next.run = limit.begin(next.timedOutAt);
      underWay++;
      called.add(next);
    }
    return called;
  }

  private synchronized @Nullable Place placeOf(Ticket ticket) {
    if (ticket.over || ticket.run != null) {
      return null;
    }
    number();
    return new Place(ticket.ahead, limit.timeFor(ticket.ahead));
  }

  /** Sorting all for each who asks would cost the square of their number. */
  private void number() {
    if (positionsAt != null && ticker.since(positionsAt).compareTo(POSITIONS_AGE) < 0) {
      return;
    }
    positionsAt = ticker.nanos();
    List<Ticket> sorted = new ArrayList<>(waiting);
    sorted.sort(DUE_FIRST);
    for (int i = 0; i < sorted.size(); i++) {
      sorted.get(i).ahead = i;
    }
  }

  /** How it stands now. */
  synchronized CheckLoad load() {
    return new CheckLoad(underWay, waiting.size(), limit.now());
  }
}
