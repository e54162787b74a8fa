package tsa.gateway.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tsa.control.AdaptiveLimit;
import tsa.control.SchedulingDelay;
import tsa.control.port.Ticker;

/**
 * Whose handshake may go on. A handshake takes the cores from those who are in, and too many at
 * once would all time out: so many are under way as get done while this process runs on time
 * ({@link AdaptiveLimit}), and they begin at a bounded rate. The others are not read from until
 * their turn: addresses from which a key was proven a moment ago before strangers, but for one turn
 * in five; in each of the two lines the oldest first. A peer that keeps silent in its turn loses
 * the place after a moment, not the turn. Thread-safe.
 */
public final class HandshakeQueue {
  /** So many at once to begin with, and at most, for each core. */
  private static final int FIRST = 16;

  private static final int MOST = 64;

  /** A peer that this process did not keep waiting is done by then, or not worth a place. */
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Turns of known addresses in a row while strangers wait. */
  private static final int KNOWN_IN_A_ROW = 4;

  /** One connection's turn, to come or come. */
  public static final class Turn {
    private final String source;
    private final long entered;
    private final Runnable begin;
    private boolean placed;
    private boolean over;
    private long number;
    private long begun;
    private Duration delayBefore = Duration.ZERO;

    private Turn(String source, long entered, Runnable begin) {
      this.source = source;
      this.entered = entered;
      this.begin = begin;
    }
  }

  private final HandshakePacer pacer;
  private final AdaptiveLimit limit;
  private final Ticker ticker;
  private final SchedulingDelay delay;
  private final ScheduledExecutorService timers;
  private final PriorityQueue<Turn> known = line();
  private final PriorityQueue<Turn> strangers = line();
  private long entries;
  private int inARow;
  private int underWay;

  /**
   * @param pacer how many may begin in a second
   * @param delay of this process
   * @param timers where turns begin that come later, and places are taken away; never blocked
   */
  public HandshakeQueue(
      HandshakePacer pacer,
      int cores,
      Ticker ticker,
      SchedulingDelay delay,
      ScheduledExecutorService timers) {
    this.pacer = pacer;
    this.limit = new AdaptiveLimit(FIRST * cores, MOST * cores);
    this.ticker = ticker;
    this.delay = delay;
    this.timers = timers;
  }

  private static PriorityQueue<Turn> line() {
    return new PriorityQueue<>(Comparator.comparingLong(turn -> turn.entered));
  }

  /**
   * Waits for a turn; {@link #left} ends it in any case.
   *
   * @param source the address
   * @param isKnown whether a key was proven from there a moment ago
   * @param begin called once when the turn has come, perhaps before this returns; must not block
   */
  public Turn enter(String source, boolean isKnown, Runnable begin) {
    Turn turn;
    synchronized (this) {
      turn = new Turn(source, entries++, begin);
      (isKnown ? known : strangers).add(turn);
    }
    callNext();
    return turn;
  }

  /** A key was proven at an address: who waits there is no stranger any more. */
  public synchronized void recognize(String source) {
    List<Turn> found = strangers.stream().filter(turn -> turn.source.equals(source)).toList();
    strangers.removeAll(found);
    known.addAll(found);
  }

  /**
   * The handshake is over, or its connection has ended; may be called again.
   *
   * @param turn null if it never had one
   * @param done whether a key was proven
   */
  public void left(@Nullable Turn turn, boolean done) {
    synchronized (this) {
      if (turn == null || turn.over) {
        return;
      }
      turn.over = true;
      if (!turn.placed) {
        known.remove(turn);
        strangers.remove(turn);
      } else {
        underWay--;
        turn.placed = false;
        learn(turn, done);
      }
    }
    callNext();
  }

  private void learn(Turn turn, boolean done) {
    Duration took = ticker.since(turn.begun);
    if (delay.slowed(turn.delayBefore, took)) {
      if (took.compareTo(PATIENCE) > 0) {
        limit.congested(turn.number);
      }
    } else if (done && !(known.isEmpty() && strangers.isEmpty())) {
      limit.done();
    }
  }

  private void callNext() {
    for (Turn turn : next()) {
      Duration wait = pacer.next();
      if (wait.isZero()) {
        begin(turn);
      } else {
        after(wait, () -> begin(turn));
      }
    }
  }

  private synchronized List<Turn> next() {
    List<Turn> called = new ArrayList<>();
    while (underWay < limit.now() && !(known.isEmpty() && strangers.isEmpty())) {
      Turn turn = nextLine().remove();
      turn.placed = true;
      turn.number = limit.begin();
      turn.begun = ticker.nanos();
      turn.delayBefore = delay.total();
      underWay++;
      called.add(turn);
    }
    return called;
  }

  private PriorityQueue<Turn> nextLine() {
    boolean toKnown = !known.isEmpty() && (strangers.isEmpty() || inARow < KNOWN_IN_A_ROW);
    inARow = toKnown ? inARow + 1 : 0;
    return toKnown ? known : strangers;
  }

  private void begin(Turn turn) {
    synchronized (this) {
      turn.begun = ticker.nanos();
      turn.delayBefore = delay.total();
    }
    turn.begin.run();
    after(PATIENCE, () -> takeBack(turn));
  }

  /** A place is not lost through time that this process itself lost. */
  private void takeBack(Turn turn) {
    synchronized (this) {
      if (!turn.placed) {
        return;
      }
      Duration left = PATIENCE.minus(delay.undelayed(turn.delayBefore, ticker.since(turn.begun)));
      if (left.isPositive()) {
        after(left, () -> takeBack(turn));
        return;
      }
      turn.placed = false;
      turn.over = true;
      underWay--;
    }
    callNext();
  }

  private void after(Duration time, Runnable task) {
    try {
      timers.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The gateway is closed: nobody's turn comes any more.
    }
  }
}
