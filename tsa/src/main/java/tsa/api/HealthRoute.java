package tsa.api;

import java.util.Optional;
import tsa.control.Assessor;
import tsa.control.WorkerStore;
import tsa.lifecycle.Health;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.HealthJson;
import tsa.worker.WorkerName;

/**
 * Tells whatever runs a worker how it is: 200 while it is fit to run builds, 503 in all other
 * cases. What to do about a 503 says the word in the body; most of them are a ground for nothing.
 */
final class HealthRoute {
  private static final String JSON = "application/json";

  private final WorkerStore store;
  private final Assessor assessor;

  HealthRoute(WorkerStore store, Assessor assessor) {
    this.store = store;
    this.assessor = assessor;
  }

  /** The health of one worker. One the caller may not see is as absent as one there is not. */
  Answer health(Call call) {
    WorkerName name = call.worker();
    WorkerStore.View view = store.find(name);
    Optional<WorkerRecord> seen =
        view.worker().filter(worker -> call.principal().maySee(worker.registration().team()));
    Health health =
        seen.map(worker -> Health.of(worker, assessor.assess(worker, view.now())))
            .orElseGet(Health::absent);
    HealthJson body =
        new HealthJson(
            name.value(),
            health.verdict().word(),
            seen.map(worker -> worker.state().word()).orElse(null),
            seen.map(WorkerRecord::since).orElse(null),
            Views.reason(health.reason()),
            view.now());
    return Answer.json(health.isFit() ? 200 : 503, JSON, body);
  }
}
