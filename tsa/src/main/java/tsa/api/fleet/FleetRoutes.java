package tsa.api.fleet;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tsa.api.access.Principal;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.RefusedException;
import tsa.api.view.JsonViews;
import tsa.api.worker.CachedWorkerList;
import tsa.control.Alarm;
import tsa.control.FleetStatus;
import tsa.control.port.Gateways;
import tsa.control.port.ResidueJournal;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.FleetJson;
import tsa.wire.ReadyJson;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Routes about the fleet as a whole, and about this gateway itself. */
public final class FleetRoutes {
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final FleetDependencies dependencies;
  private final CachedWorkerList workers;
  private final ResidueJournal residue;

  public FleetRoutes(
      FleetDependencies dependencies, CachedWorkerList workers, ResidueJournal residue) {
    this.dependencies = dependencies;
    this.workers = workers;
    this.residue = residue;
  }

  /** Asked by anybody, often: looks at nothing but memory. */
  public ApiResponse ready(ApiRequest request) {
    List<String> problems = dependencies.readiness().problems();
    ReadyJson body = new ReadyJson(problems.isEmpty(), problems);
    return ApiResponse.json(problems.isEmpty() ? 200 : 503, "application/json", body);
  }

  /** All metrics; they name workers of all teams, so only admins get them here. */
  public ApiResponse metrics(ApiRequest request) {
    return new ApiResponse(200, METRICS, Map.of(), dependencies.metrics().get());
  }

  /** The fleet in numbers. */
  public ApiResponse fleet(ApiRequest request) {
    Principal caller = request.principal();
    FleetStatus status =
        dependencies
            .fleet()
            .get()
            .orElseThrow(
                () -> RefusedException.of(503, "this gateway has not looked at the fleet yet"));
    WorkerStore.Snapshot snapshot = workers.get();
    Set<WorkerName> visible =
        snapshot.workers().stream()
            .filter(worker -> caller.maySee(worker.registration().team()))
            .map(WorkerRecord::name)
            .collect(Collectors.toSet());
    return ApiResponse.json(
        new FleetJson(
            snapshot.now(),
            states(snapshot.workers()),
            count(snapshot, worker -> worker.cordon() != null),
            count(snapshot, worker -> worker.gateway() != null),
            status.fleet().size(),
            status.fleet().failing(),
            status.fleet().unreachable(),
            status.fleet().healthy(),
            hold(status, ReasonCode.HELD_FLEET_BRAKE, status.braked(), visible),
            hold(status, ReasonCode.HELD_FLEET_FREEZE, status.frozen(), visible),
            evaluation(status),
            dependencies.gateways().all().stream().map(this::gateway).toList(),
            new FleetJson.CheckObjectsJson(objects(snapshot.workers()), residue.size())));
  }

  private static Map<String, Integer> states(List<WorkerRecord> workers) {
    Map<String, Integer> states = new LinkedHashMap<>();
    for (WorkerState state : WorkerState.values()) {
      states.put(state.word(), 0);
    }
    workers.forEach(worker -> states.merge(worker.state().word(), 1, Integer::sum));
    return states;
  }

  private static int count(WorkerStore.Snapshot snapshot, Predicate<WorkerRecord> which) {
    return (int) snapshot.workers().stream().filter(which).count();
  }

  private static int objects(List<WorkerRecord> workers) {
    return workers.stream()
        .filter(worker -> worker.heartbeat() != null && !worker.state().isEnded())
        .mapToInt(worker -> worker.heartbeat().load().checkObjects())
        .sum();
  }

  private static FleetJson.HoldJson hold(
      FleetStatus status, ReasonCode code, boolean holds, Set<WorkerName> visible) {
    Optional<Alarm> alarm =
        status.alarms().stream().filter(raised -> raised.reason().code() == code).findFirst();
    List<String> workers =
        alarm.stream()
            .flatMap(raised -> raised.workers().stream())
            .filter(visible::contains)
            .sorted(Comparator.naturalOrder())
            .map(WorkerName::value)
            .toList();
    return new FleetJson.HoldJson(
        holds, alarm.map(raised -> JsonViews.reason(raised.reason())).orElse(null), workers);
  }

  private static FleetJson.EvaluationJson evaluation(FleetStatus status) {
    EvaluationStatus evaluation = status.evaluation();
    boolean active = evaluation.activeSince() != null;
    return new FleetJson.EvaluationJson(
        active, evaluation.activeSince(), active ? null : evaluation.problem(), status.now());
  }

  private FleetJson.GatewayJson gateway(Gateways.GatewayStatus seen) {
    UUID id = seen.gateway().id();
    return new FleetJson.GatewayJson(
        id.toString(),
        seen.gateway().host(),
        seen.gateway().software(),
        seen.startedAt(),
        id.equals(dependencies.me()),
        seen.suspendedReason() == null,
        seen.suspendedReason(),
        seen.silence().toMillis());
  }
}
