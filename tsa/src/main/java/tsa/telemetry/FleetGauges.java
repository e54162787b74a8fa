package tsa.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tsa.control.Alarm;
import tsa.control.FleetStatus;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Load;
import tsa.worker.WorkerState;

/**
 * The gauges of the fleet, all from one picture of the database, and so the same on every gateway.
 */
final class FleetGauges {
  /** More workers than this get no metrics of their own: Prometheus would suffer from them. */
  static final int MOST_WORKERS = 20_000;

  /** Longest text of a worker's own that becomes a label. */
  private static final int LONGEST_LABEL = 200;

  private static final Load NOTHING = new Load(0, 0, 0);

  private FleetGauges() {}

  static void add(Gauges gauges, FleetStatus status) {
    states(gauges, status.workers());
    fleet(gauges, status);
    gauges.add(
        Metric.WORKERS_CORDONED,
        status.workers().stream().filter(worker -> worker.cordon() != null).count());
    int objects = 0;
    int shown = 0;
    for (WorkerRecord worker : status.workers()) {
      objects += load(worker).checkObjects();
      if (shown < MOST_WORKERS) {
        shown++;
        worker(gauges, worker, status.now());
      }
    }
    gauges.add(Metric.CHECK_OBJECTS, objects);
    gauges.add(Metric.WORKERS_LEFT_OUT, status.workers().size() - shown);
  }

  private static void states(Gauges gauges, List<WorkerRecord> workers) {
    Map<WorkerState, Integer> counts = new EnumMap<>(WorkerState.class);
    workers.forEach(worker -> counts.merge(worker.state(), 1, Integer::sum));
    for (WorkerState state : WorkerState.values()) {
      int count = counts.getOrDefault(state, 0);
      gauges.add(Metric.WORKERS, count, state.word());
      if (state != WorkerState.RETIRED) {
        gauges.add(Metric.CONCOURSE_WORKERS_REGISTERED, count, state.word());
      }
    }
  }

  private static void fleet(Gauges gauges, FleetStatus status) {
    Fleet fleet = status.fleet();
    gauges.add(Metric.FLEET_WORKERS, fleet.size(), "expected");
    gauges.add(Metric.FLEET_WORKERS, fleet.failing(), "failing");
    gauges.add(Metric.FLEET_WORKERS, fleet.unreachable(), "unreachable");
    gauges.add(Metric.FLEET_WORKERS, fleet.silent(), "silent");
    gauges.add(Metric.FLEET_WORKERS, fleet.healthy(), "healthy");
    gauges.add(Metric.FLEET_BRAKE, status.braked());
    gauges.add(Metric.FLEET_FREEZE, status.frozen());
    alarm(gauges, status, ReasonCode.HELD_FLEET_BRAKE);
    alarm(gauges, status, ReasonCode.HELD_FLEET_FREEZE);
  }

  private static void alarm(Gauges gauges, FleetStatus status, ReasonCode code) {
    int workers =
        status.alarms().stream()
            .filter(alarm -> alarm.reason().code() == code)
            .map(Alarm::workers)
            .mapToInt(Set::size)
            .sum();
    gauges.add(Metric.ALARM_WORKERS, workers, code.id());
  }

  private static void worker(Gauges gauges, WorkerRecord worker, Instant now) {
    String name = worker.name().value();
    gauges.add(
        Metric.WORKER_STATE_SECONDS, seconds(worker.since(), now), name, worker.state().word());
    gauges.add(Metric.WORKER_CHECK_FAILURES, worker.checks().failures(), name);
    if (worker.state().isEnded()) {
      return;
    }
    gauges.add(Metric.WORKER_HEARTBEAT_AGE, seconds(worker.lastSeen(), now), name);
    String platform = label(worker.registration().platform());
    String team = label(Objects.requireNonNullElse(worker.registration().team(), ""));
    String tags = label(String.join("/", worker.registration().tags()));
    Load load = load(worker);
    gauges.add(Metric.CONCOURSE_WORKERS_CONTAINERS, load.containers(), name, platform, team, tags);
    gauges.add(Metric.CONCOURSE_WORKERS_VOLUMES, load.volumes(), name, platform, team, tags);
  }

  private static Load load(WorkerRecord worker) {
    Heartbeat heartbeat = worker.heartbeat();
    return heartbeat == null || worker.state().isEnded() ? NOTHING : heartbeat.load();
  }

  private static double seconds(Instant from, Instant to) {
    return Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
  }

  /** Cut by code points: half a character is none. */
  private static String label(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_LABEL
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_LABEL));
  }
}
