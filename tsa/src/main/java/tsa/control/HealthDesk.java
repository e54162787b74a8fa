package tsa.control;

import java.util.Optional;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Health;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/**
 * Tells callers how a worker is. Reads the stored record, so that every gateway answers alike.
 * Thread-safe; blocks within the limits of the store.
 */
public final class HealthDesk {
  private final WorkerStore store;
  private final Assessor assessor;

  /**
   * @param assessor what the rules make of a record
   */
  public HealthDesk(WorkerStore store, Assessor assessor) {
    this.store = store;
    this.assessor = assessor;
  }

  /**
   * The health of a worker; empty if the caller may not know it.
   *
   * @throws StoreException if the store cannot answer
   */
  public Optional<Health> of(WorkerName name, Caller caller) {
    WorkerStore.View view = store.find(name);
    if (view.worker().isEmpty()) {
      return Optional.of(Health.absent());
    }
    WorkerRecord worker = view.worker().get();
    if (!caller.mayActOn(worker)) {
      return Optional.empty();
    }
    Decision decision = assessor.assess(worker, view.now());
    return Optional.of(Health.of(worker, decision));
  }
}
