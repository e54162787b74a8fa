package tsa.control;

import java.util.List;
import java.util.Optional;
import tsa.lifecycle.Asked;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Judge;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.CheckHandle;
import tsa.worker.WorkerName;

/**
 * What people and workers ask for: land, retire, prune, delete, cordon, and the handles to sweep.
 * Methods block within the limits of the store and throw {@link StoreException}. Thread-safe.
 */
public final class Requests {
  private static final int TRIES = 3;
  private static final int SWEEP_AT_ONCE = 100;
  private static final Judge UNASKED_JUDGE = new Judge(null, "");
  private static final Fleet UNASKED_FLEET = new Fleet(0, 0, 0, 0, 0);

  private final WorkerStore store;
  private final ResidueJournal residue;
  private final Gate gate;
  private final Policy policy;

  /**
   * @param gate applies what is decided
   */
  public Requests(WorkerStore store, ResidueJournal residue, Gate gate, Policy policy) {
    this.store = store;
    this.residue = residue;
    this.gate = gate;
    this.policy = policy;
  }

  /** Does what is asked of a worker, or says why not. */
  public Outcome ask(WorkerName name, Asked.What what, Caller caller, String why) {
    return ask(name, new Asked.Request(what, caller.name(), why), caller);
  }

  /** Does what is asked of a worker, or says why not. */
  public Outcome ask(WorkerName name, Asked.Request request, Caller caller) {
    for (int i = 0; i < TRIES; i++) {
      WorkerStore.View view = store.find(name);
      if (view.worker().isEmpty()) {
        return new Outcome.Unknown();
      }
      if (!caller.mayActOn(view.worker().get())) {
        return new Outcome.Forbidden();
      }
      Optional<Outcome> outcome = decide(view.worker().get(), view, request);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    return new Outcome.Contended();
  }

  /**
   * What would come of that request now, by the same rules; nothing is done or written down. {@link
   * Outcome.Done} stands for what would be done.
   */
  public Outcome rehearse(WorkerName name, Asked.Request request, Caller caller) {
    WorkerStore.View view = store.find(name);
    if (view.worker().isEmpty()) {
      return new Outcome.Unknown();
    }
    WorkerRecord worker = view.worker().get();
    if (!caller.mayActOn(worker)) {
      return new Outcome.Forbidden();
    }
    Decision decision = judge(worker, request, view);
    return switch (decision) {
      case Decision.Keep keep -> new Outcome.Already(keep.reason());
      case Decision.Refuse refuse -> new Outcome.Refused(refuse.reason());
      case Decision.Move _, Decision.Mark _, Decision.Forget _ ->
          new Outcome.Done(decision.reason());
    };
  }

  private Decision judge(WorkerRecord worker, Asked.Request request, WorkerStore.View view) {
    Evidence evidence = new Evidence(request, UNASKED_JUDGE, UNASKED_FLEET);
    return Lifecycle.decide(worker, evidence, policy, view.now());
  }

  private Optional<Outcome> decide(
      WorkerRecord worker, WorkerStore.View view, Asked.Request request) {
    Decision decision = judge(worker, request, view);
    return switch (decision) {
      case Decision.Keep keep -> Optional.of(new Outcome.Already(keep.reason()));
      case Decision.Refuse refuse -> Optional.of(refused(worker, refuse, request));
      case Decision.Move _, Decision.Mark _, Decision.Forget _ ->
          gate.apply(worker, decision, request, view.now())
              ? Optional.of(new Outcome.Done(decision.reason()))
              : Optional.empty();
    };
  }

  private Outcome refused(WorkerRecord worker, Decision.Refuse refuse, Asked.Request request) {
    gate.refused(worker, refuse, request);
    return new Outcome.Refused(refuse.reason());
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
