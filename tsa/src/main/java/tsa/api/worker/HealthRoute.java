package tsa.api.worker;

import java.util.Optional;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.view.JsonViews;
import tsa.control.Assessor;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.WorkerHealth;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.HealthJson;
import tsa.worker.WorkerName;

/**
 * Tells whatever runs a worker how it is: 200 while it is fit to run builds, 503 in all other
 * cases. What to do about a 503 says the word in the body; most of them are a ground for nothing.
 */
public final class HealthRoute {
  private static final String JSON = "application/json";

  private final WorkerStore store;
  private final Assessor assessor;

  public HealthRoute(WorkerStore store, Assessor assessor) {
    this.store = store;
    this.assessor = assessor;
  }

  /** The health of one worker. One the caller may not see is as absent as one there is not. */
  public ApiResponse health(ApiRequest request) {
    WorkerName name = request.worker();
    WorkerStore.View view = store.find(name);
    Optional<WorkerRecord> seen =
        view.worker().filter(worker -> request.principal().maySee(worker.registration().team()));
    WorkerHealth health =
        seen.map(worker -> WorkerHealth.of(worker, assessor.assess(worker, view.now())))
            .orElseGet(WorkerHealth::absent);
    HealthJson body =
        new HealthJson(
            name.value(),
            health.status().word(),
            seen.map(worker -> worker.state().word()).orElse(null),
            seen.map(WorkerRecord::since).orElse(null),
            JsonViews.reason(health.reason()),
            view.now());
    return ApiResponse.json(health.isFit() ? 200 : 503, JSON, body);
  }
}
