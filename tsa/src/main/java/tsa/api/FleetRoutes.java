package tsa.api;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tsa.control.Alarm;
import tsa.control.FleetStatus;
import tsa.control.Gateways;
import tsa.control.ResidueJournal;
import tsa.control.WorkerStore;
import tsa.lifecycle.Judge;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.FleetJson;
import tsa.wire.ReadyJson;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Routes about the fleet as a whole, and about this gateway itself. */
final class FleetRoutes {
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

  private final Sights sights;
  private final SharedList workers;
  private final ResidueJournal residue;

  FleetRoutes(Sights sights, SharedList workers, ResidueJournal residue) {
    this.sights = sights;
    this.workers = workers;
    this.residue = residue;
  }

  /** Asked by anybody, often: looks at nothing but memory. */
  Answer ready(Call call) {
    List<String> problems = sights.readiness().problems();
    ReadyJson body = new ReadyJson(problems.isEmpty(), problems);
    return Answer.json(problems.isEmpty() ? 200 : 503, "application/json", body);
  }

  /** All metrics; they name workers of all teams, so only admins get them here. */
  Answer metrics(Call call) {
    return new Answer(200, METRICS, Map.of(), sights.metrics().get());
  }

  /** The fleet in numbers. */
  Answer fleet(Call call) {
    Principal caller = call.principal();
    FleetStatus status =
        sights
            .fleet()
            .get()
            .orElseThrow(() -> Refusal.of(503, "this gateway has not looked at the fleet yet"));
    WorkerStore.Snapshot snapshot = workers.get();
    Set<WorkerName> visible =
        snapshot.workers().stream()
            .filter(worker -> caller.maySee(worker.registration().team()))
            .map(WorkerRecord::name)
            .collect(Collectors.toSet());
    return Answer.json(
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
            fitness(status),
            sights.gateways().all().stream().map(this::gateway).toList(),
            new FleetJson.CheckObjects(objects(snapshot.workers()), residue.size())));
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
        .filter(worker -> worker.beat() != null && !worker.state().isEnded())
        .mapToInt(worker -> worker.beat().load().checkObjects())
        .sum();
  }

  private static FleetJson.Hold hold(
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
    return new FleetJson.Hold(
        holds, alarm.map(raised -> Views.reason(raised.reason())).orElse(null), workers);
  }

  private static FleetJson.Fitness fitness(FleetStatus status) {
    Judge judge = status.judge();
    boolean fit = judge.fitSince() != null;
    return new FleetJson.Fitness(fit, judge.fitSince(), fit ? null : judge.problem(), status.now());
  }

  private FleetJson.Gateway gateway(Gateways.Seen seen) {
    UUID id = seen.gateway().id();
    return new FleetJson.Gateway(
        id.toString(),
        seen.gateway().host(),
        seen.gateway().software(),
        seen.startedAt(),
        id.equals(sights.me()),
        seen.unfit() == null,
        seen.unfit(),
        seen.silence().toMillis());
  }
}
