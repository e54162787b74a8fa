package tsa.control;

import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.WorkerHealth;
import tsa.worker.WorkerName;

/**
 * Tells callers how a worker is. Reads the stored record, so that every gateway answers alike.
 * Thread-safe; blocks within the limits of the store.
 */
public final class WorkerHealthQuery {
  private final WorkerStore store;
  private final Assessor assessor;

  /**
   * @param assessor what the rules make of a record
   */
  public WorkerHealthQuery(WorkerStore store, Assessor assessor) {
    this.store = store;
    this.assessor = assessor;
  }

  /**
   * The health of a worker. One that the caller may not know of is absent, like a name that nobody
   * has (docs/decisions/0012-other-teams-are-not-there.md).
   *
   * @throws StoreException if the store cannot answer
   */
  public WorkerHealth of(WorkerName name, Caller caller) {
    WorkerStore.View view = store.find(name);
    return view.worker()
        .filter(caller::mayActOn)
        .map(worker -> WorkerHealth.of(worker, assessor.assess(worker, view.now())))
        .orElseGet(WorkerHealth::absent);
  }
}
