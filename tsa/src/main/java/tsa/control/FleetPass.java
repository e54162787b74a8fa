package tsa.control;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Decision;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordChanges;
import tsa.lifecycle.Request;
import tsa.lifecycle.Retirements;
import tsa.lifecycle.TransitionCause;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/**
 * Decides about every worker of a snapshot, and has the decisions about those it evaluates applied.
 * One worker that cannot be dealt with is left out; the others are not. Used in one lane, but for
 * {@link #assess}.
 */
final class FleetPass {
  private static final Logger log = LoggerFactory.getLogger(FleetPass.class);
  private static final Request NOBODY = Request.nothing();

  private final History history;
  private final ChangeGate gate;
  private final Events events;
  private final HeartbeatPace pace;
  private final WorkerOwnership ownership;
  private final Alarms alarms;
  private final AtcReconciliation atc;
  private final Map<WorkerName, ReasonCode> holds = new HashMap<>();
  private volatile Fleet fleet = new Fleet(0, 0, 0, 0, 0);
  private Retirements retirements = Retirements.NONE;

  FleetPass(
      ControlDependencies dependencies,
      ChangeGate gate,
      HeartbeatPace pace,
      Alarms alarms,
      PeerEvaluations peerEvaluations,
      AtcReconciliation atc) {
    this.history = dependencies.history();
    this.gate = gate;
    this.events = dependencies.events();
    this.pace = pace;
    this.ownership = new WorkerOwnership(dependencies.gateway(), peerEvaluations);
    this.alarms = alarms;
    this.atc = atc;
  }

  /**
   * Decides about all of them.
   *
   * @return whether anything was changed
   * @throws StoreException if the store is not well; what is left is for the next pass
   */
  boolean run(WorkerStore.Snapshot snapshot, EvaluationStatus evaluation) {
    atc.read();
    Instant now = snapshot.now();
    List<WorkerRecord> workers = new ArrayList<>(snapshot.workers());
    retirements = snapshot.retirements();
    pace.fleet((int) workers.stream().filter(worker -> !worker.state().isEnded()).count());
    ownership.note(workers, now);
    count(workers, now);
    ownership.note(fleet, pace.policy(), now);
    Set<WorkerName> names = workers.stream().map(WorkerRecord::name).collect(Collectors.toSet());
    holds.keySet().retainAll(names);
    boolean changed = false;
    for (int i = 0; i < workers.size(); i++) {
      changed |= oneOf(workers, i, evaluation, now);
    }
    alarms.passed();
    return changed;
  }

  private void count(List<WorkerRecord> workers, Instant now) {
    Policy policy = pace.policy();
    fleet = Fleet.of(workers, retirements, policy, now).remembering(fleet, policy, now);
  }

  /**
   * An odd row, or a defect that one worker brings to light, must not cost the others their
   * evaluation.
   */
  private boolean oneOf(
      List<WorkerRecord> workers, int i, EvaluationStatus evaluation, Instant now) {
    try {
      return decide(workers, i, evaluation, now);
    } catch (StoreException e) {
      if (!e.refused()) {
        throw e;
      }
      log.atError().addKeyValue("worker", workers.get(i).name()).setCause(e).log("not decided");
    } catch (RuntimeException e) {
      log.atError().addKeyValue("worker", workers.get(i).name()).setCause(e).log("not decided");
    }
    return false;
  }

  /** The fleet is counted anew after each change, for the next ones. */
  private boolean decide(
      List<WorkerRecord> workers, int i, EvaluationStatus evaluation, Instant now) {
    WorkerRecord worker = workers.get(i);
    Decision decision = assess(worker, evaluation, now);
    alarms.note(worker.name(), decision);
    if (!ownership.isMine(worker)) {
      holds.remove(worker.name());
      return false;
    }
    return switch (decision) {
      case Decision.Keep keep -> {
        noteHold(worker, keep);
        yield false;
      }
      case Decision.Mark _, Decision.Refuse _ -> false;
      case Decision.Move move -> {
        boolean stored = gate.apply(worker, move, NOBODY, now, retirements);
        if (stored) {
          moved(workers, i, move, now);
        }
        yield stored;
      }
      case Decision.Forget forget -> gate.apply(worker, forget, NOBODY, now);
    };
  }

  private void moved(List<WorkerRecord> workers, int i, Decision.Move move, Instant now) {
    Policy policy = pace.policy();
    workers.set(i, RecordChanges.moved(workers.get(i), move, NOBODY, policy, now));
    if (move.cause() == TransitionCause.CHECKS_FAILED) {
      retirements = retirements.and(now);
    }
    count(workers, now);
  }

  /** Whether this process evaluates that worker, and speaks for it. */
  boolean isMine(WorkerRecord worker) {
    return ownership.isMine(worker);
  }

  /** The fleet in numbers, as it was last counted. Thread-safe. */
  Fleet fleet() {
    return fleet;
  }

  /**
   * What the rules make of a worker, with the fleet of the last pass: the pass itself asks here, so
   * that nobody is told another story than what is done. Thread-safe.
   */
  Decision assess(WorkerRecord worker, EvaluationStatus evaluation, Instant now) {
    EvaluationStatus listener = ownership.evaluation(worker, evaluation, now);
    return Lifecycle.decide(
        worker, new Evidence(NOBODY, listener, fleet, atc.word(worker)), pace.policy(), now);
  }

  /** Writes an event when a hold begins; while it lasts, it is no news. */
  private void noteHold(WorkerRecord worker, Decision.Keep keep) {
    ReasonCode code = keep.reason().code();
    if (!code.isHold()) {
      holds.remove(worker.name());
      return;
    }
    if (holds.get(worker.name()) == code) {
      return;
    }
    history.write(events.still(worker, Event.Kind.HELD, keep.reason(), Event.RULES));
    holds.put(worker.name(), code);
    log.atWarn()
        .addKeyValue("worker", worker.name())
        .addKeyValue("reason", code.id())
        .log("held: {}", keep.reason().sentence());
  }
}
