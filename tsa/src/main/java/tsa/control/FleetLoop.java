package tsa.control;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Lane;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.StoreException;
import tsa.control.port.Ticker;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Decision;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Policy;
import tsa.lifecycle.WorkerRecord;

/**
 * Looks at all workers again and again, decides, and has the decisions applied. The same pass runs
 * on its timer and when it is woken; a wake-up carries no data and only shortens the wait. Runs in
 * one lane; {@link #wake} and {@link #assess} are thread-safe.
 */
public final class FleetLoop implements Assessor {
  private static final Logger log = LoggerFactory.getLogger(FleetLoop.class);

  /** Wake-ups closer together than this are taken as one. */
  private static final Duration WAKE_DELAY = Duration.ofMillis(50);

  /** Receives the records of each pass; must not block. */
  @FunctionalInterface
  public interface PassListener {
    /**
     * The records as they were read, before this pass changed any.
     *
     * @param begun when it was asked for them, on the ticker
     */
    void passed(WorkerStore.Snapshot snapshot, long begun);
  }

  private final WorkerStore store;
  private final EvaluationMonitor monitor;
  private final Ticker ticker;
  private final Lane lane;
  private final Duration interval;
  private final PassListener listener;
  private final FleetPass fleet;
  private final MetricsRecorder metrics;
  private volatile boolean answered;
  private volatile boolean woken;
  private volatile long wakeDue;
  private long due;
  private Lane.Timer timer = () -> {};

  FleetLoop(
      ControlDependencies dependencies,
      FleetPass fleet,
      EvaluationMonitor monitor,
      Lane lane,
      PassListener listener) {
    this.store = dependencies.store();
    this.fleet = fleet;
    this.ticker = dependencies.ticker();
    this.metrics = dependencies.metrics();
    this.monitor = monitor;
    this.lane = lane;
    this.listener = listener;
    this.interval = passInterval(dependencies.policy());
  }

  /** Often enough for the shortest limit of the rules, and seldom enough for a large fleet. */
  static Duration passInterval(Policy policy) {
    Duration wanted = policy.connectivity().stallAfter().dividedBy(12);
    Duration most = Duration.ofSeconds(5);
    Duration least = Duration.ofMillis(100);
    if (wanted.compareTo(most) > 0) {
      return most;
    }
    return wanted.compareTo(least) < 0 ? least : wanted;
  }

  /** Begins. */
  void start() {
    due = ticker.nanos();
    lane.run(this::pass);
  }

  /** Has a pass run soon. Thread-safe, does not block. */
  void wake() {
    if (!woken) {
      wakeDue = ticker.nanos() + WAKE_DELAY.toNanos();
      woken = true;
      lane.after(WAKE_DELAY, this::passEarly);
    }
  }

  /** A pause hides behind a wake-up no more than behind the timer: the earlier one was due. */
  private void passEarly() {
    if (woken) {
      timer.cancel();
      due = wakeDue - due < 0 ? wakeDue : due;
      pass();
    }
  }

  /**
   * A timer that had fired before {@link #passEarly} could cancel it must not begin a second row.
   */
  private void passOnTime() {
    if (ticker.nanos() - due >= 0) {
      pass();
    }
  }

  private void pass() {
    woken = false;
    long begun = ticker.nanos();
    try {
      WorkerStore.Snapshot snapshot = store.all();
      EvaluationStatus evaluation = monitor.passed(due, begun, snapshot.now());
      if (fleet.run(snapshot, evaluation)) {
        wake();
      }
      listener.passed(snapshot, begun);
      passed(begun, true);
    } catch (StoreException e) {
      if (!e.refused()) {
        monitor.storeFailed();
      }
      passed(begun, e.refused());
      log.atWarn().setCause(e).log("pass not done");
    } catch (RuntimeException e) {
      monitor.storeFailed();
      throw e;
    } finally {
      due = ticker.nanos() + interval.toNanos();
      timer = lane.after(interval, this::passOnTime);
    }
  }

  private void passed(long begun, boolean done) {
    answered = done;
    metrics.passed(ticker.since(begun), done);
  }

  /** Whether the store answered at the last pass. Thread-safe. */
  boolean answered() {
    return answered;
  }

  /** The time between two passes. */
  Duration interval() {
    return interval;
  }

  @Override
  public Decision assess(WorkerRecord worker, Instant now) {
    return fleet.assess(worker, monitor.status(), now);
  }
}
