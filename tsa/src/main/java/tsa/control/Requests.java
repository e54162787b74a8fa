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
    Asked.Request request = new Asked.Request(what, caller.name(), why);
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

  private Optional<Outcome> decide(
      WorkerRecord worker, WorkerStore.View view, Asked.Request request) {
    Evidence evidence = new Evidence(request, UNASKED_JUDGE, UNASKED_FLEET);
    Decision decision = Lifecycle.decide(worker, evidence, policy, view.now());
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
