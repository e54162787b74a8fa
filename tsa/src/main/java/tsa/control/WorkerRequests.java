package tsa.control;

import java.util.List;
import java.util.Optional;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Decision;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Request;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.CheckHandle;
import tsa.worker.WorkerName;

/**
 * What people and workers ask for: land, retire, prune, delete, cordon, and the handles to sweep.
 * Methods block within the limits of the store and throw {@link StoreException}. Thread-safe.
 */
public final class WorkerRequests {
  private static final int TRIES = 3;
  private static final int SWEEP_AT_ONCE = 100;
  private static final EvaluationStatus UNASKED_EVALUATION = new EvaluationStatus(null, "");
  private static final Fleet UNASKED_FLEET = new Fleet(0, 0, 0, 0, 0);

  private final WorkerStore store;
  private final ResidueJournal residue;
  private final ChangeGate gate;
  private final Policy policy;

  /**
   * @param gate applies what is decided
   */
  public WorkerRequests(WorkerStore store, ResidueJournal residue, ChangeGate gate, Policy policy) {
    this.store = store;
    this.residue = residue;
    this.gate = gate;
    this.policy = policy;
  }

  /** Does what is asked of a worker, or says why not. */
  public RequestOutcome ask(WorkerName name, Request.Action what, Caller caller, String why) {
    return ask(name, new Request.Submitted(what, caller.name(), why), caller);
  }

  /** Does what is asked of a worker, or says why not. */
  public RequestOutcome ask(WorkerName name, Request.Submitted submitted, Caller caller) {
    for (int i = 0; i < TRIES; i++) {
      WorkerStore.View view = store.find(name);
      if (view.worker().isEmpty()) {
        return new RequestOutcome.Unknown();
      }
      if (!caller.mayActOn(view.worker().get())) {
        return new RequestOutcome.Forbidden();
      }
      Optional<RequestOutcome> outcome = decide(view.worker().get(), view, submitted);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return new RequestOutcome.Contended();
  }

  /**
   * What would come of that request now, by the same rules; nothing is done or written down. {@link
   * RequestOutcome.Done} stands for what would be done.
   */
  public RequestOutcome rehearse(WorkerName name, Request.Submitted submitted, Caller caller) {
    WorkerStore.View view = store.find(name);
    if (view.worker().isEmpty()) {
      return new RequestOutcome.Unknown();
    }
    WorkerRecord worker = view.worker().get();
    if (!caller.mayActOn(worker)) {
      return new RequestOutcome.Forbidden();
    }
    Decision decision = assess(worker, submitted, view);
    return switch (decision) {
      case Decision.Keep keep -> new RequestOutcome.Already(keep.reason());
      case Decision.Refuse refuse -> new RequestOutcome.Refused(refuse.reason());
      case Decision.Move _, Decision.Mark _, Decision.Forget _ ->
          new RequestOutcome.Done(decision.reason());
    };
  }

  private Decision assess(WorkerRecord worker, Request.Submitted submitted, WorkerStore.View view) {
    Evidence evidence = new Evidence(submitted, UNASKED_EVALUATION, UNASKED_FLEET);
    return Lifecycle.decide(worker, evidence, policy, view.now());
  }

  private Optional<RequestOutcome> decide(
      WorkerRecord worker, WorkerStore.View view, Request.Submitted submitted) {
    Decision decision = assess(worker, submitted, view);
    return switch (decision) {
      case Decision.Keep keep -> Optional.of(new RequestOutcome.Already(keep.reason()));
      case Decision.Refuse refuse -> Optional.of(refused(worker, refuse, submitted));
      case Decision.Move _, Decision.Mark _, Decision.Forget _ ->
          gate.apply(worker, decision, submitted, view.now())
              ? Optional.of(new RequestOutcome.Done(decision.reason()))
              : Optional.empty();
    };
  }

  private RequestOutcome refused(
      WorkerRecord worker, Decision.Refuse refuse, Request.Submitted submitted) {
    gate.refused(worker, refuse, submitted);
    return new RequestOutcome.Refused(refuse.reason());
  }

  /**
   * Our own handles that a worker is to destroy: what deep checks left on it. Empty for a worker
   * that is not known; a caller of another team gets nothing either (B10).
   */
  public List<String> sweep(WorkerName name, Caller caller) {
    Optional<WorkerRecord> worker = store.find(name).worker();
    if (worker.isEmpty() || !caller.mayActOn(worker.get())) {
      return List.of();
    }
    return residue.overdue(name, SWEEP_AT_ONCE).stream().map(CheckHandle::value).toList();
  }
}
