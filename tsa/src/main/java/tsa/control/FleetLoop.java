package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.lifecycle.Asked;
import tsa.lifecycle.Changes;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Judge;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

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
  public interface Listener {
    /** The records as they were read, before this pass changed any. */
    void passed(Map<WorkerName, WorkerRecord> workers);
  }

  private final WorkerStore store;
  private final History history;
  private final Gate gate;
  private final Policy policy;
  private final Fitness fitness;
  private final Ticker ticker;
  private final Lane lane;
  private final Duration interval;
  private final UUID gateway;
  private final Listener listener;
  private final Map<WorkerName, ReasonCode> holds = new HashMap<>();
  private volatile Fleet fleet = new Fleet(0, 0, 0, 0, 0);
  private volatile boolean woken;
  private long due;
  private Lane.Timer timer = () -> {};

  FleetLoop(Parts parts, Gate gate, Fitness fitness, Lane lane, Listener listener) {
    this.store = parts.store();
    this.history = parts.history();
    this.gate = gate;
    this.policy = parts.policy();
    this.ticker = parts.ticker();
    this.gateway = parts.gateway();
    this.fitness = fitness;
    this.lane = lane;
    this.listener = listener;
    this.interval = passInterval(parts.policy());
  }

  /** Often enough for the shortest limit of the rules, and seldom enough for a large fleet. */
  static Duration passInterval(Policy policy) {
    Duration wanted = policy.reach().stallAfter().dividedBy(12);
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
      woken = true;
      lane.after(WAKE_DELAY, this::passEarly);
    }
  }

  private void passEarly() {
    if (woken) {
      timer.cancel();
      due = ticker.nanos();
      pass();
    }
  }

  private void pass() {
    woken = false;
    long begun = ticker.nanos();
    try {
      WorkerStore.Snapshot snapshot = store.all();
      Judge judge = fitness.passed(due, begun, snapshot.now());
      decide(snapshot, judge);
      listener.passed(byName(snapshot.workers()));
    } catch (StoreException e) {
      fitness.storeFailed();
      log.atWarn().setCause(e).log("pass not done");
    } finally {
      due = ticker.nanos() + interval.toNanos();
      timer = lane.after(interval, this::pass);
    }
  }

  private static Map<WorkerName, WorkerRecord> byName(List<WorkerRecord> workers) {
    Map<WorkerName, WorkerRecord> byName = HashMap.newHashMap(workers.size());
    workers.forEach(worker -> byName.put(worker.name(), worker));
    return byName;
  }

  private void decide(WorkerStore.Snapshot snapshot, Judge judge) {
    List<WorkerRecord> workers = new ArrayList<>(snapshot.workers());
    fleet = Fleet.of(workers, policy, snapshot.now());
    holds.keySet().retainAll(byName(workers).keySet());
    boolean changed = false;
    for (int i = 0; i < workers.size(); i++) {
      changed |= decideOne(workers, i, judge, snapshot.now());
    }
    if (changed) {
      wake();
    }
  }

  /** Decides about one worker; the fleet is counted anew after each change, for the next ones. */
  private boolean decideOne(List<WorkerRecord> workers, int i, Judge judge, Instant now) {
    WorkerRecord worker = workers.get(i);
    Asked nobody = Asked.nothing();
    Decision decision = Lifecycle.decide(worker, new Evidence(nobody, judge, fleet), policy, now);
    return switch (decision) {
      case Decision.Keep keep -> {
        noteHold(worker, keep);
        yield false;
      }
      case Decision.Refuse _ -> false;
      case Decision.Move move -> {
        boolean stored = gate.apply(worker, move, nobody, now);
        if (stored) {
          workers.set(i, Changes.moved(worker, move, nobody, policy, now));
          fleet = Fleet.of(workers, policy, now);
        }
        yield stored;
      }
      case Decision.Forget forget -> gate.apply(worker, forget, nobody, now);
    };
  }

  /** Writes an event when a hold begins; while it lasts, it is no news. */
  private void noteHold(WorkerRecord worker, Decision.Keep keep) {
    ReasonCode code = keep.reason().code();
    if (!code.isHold()) {
      holds.remove(worker.name());
      return;
    }
    if (holds.put(worker.name(), code) == code) {
      return;
    }
    Event event =
        new Event(
            worker.name(),
            Event.Kind.HELD,
            worker.state(),
            worker.state(),
            keep.reason(),
            Event.RULES,
            worker.incarnation(),
            gateway);
    history.write(event);
    log.atWarn()
        .addKeyValue("worker", worker.name())
        .addKeyValue("reason", code.id())
        .log("held: {}", keep.reason().sentence());
  }

  @Override
  public Decision assess(WorkerRecord worker, Instant now) {
    Evidence evidence = new Evidence(Asked.nothing(), fitness.judge(), fleet);
    return Lifecycle.decide(worker, evidence, policy, now);
  }
}
