package tsa.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every metric there is, beside those of the JVM and the process. {@code docs/metrics.md} is
 * printed from here. Names that begin with {@code concourse_} are Concourse's, with its labels and
 * meaning (docs/protocol/atc.md#metrics).
 */
public enum Metric {
  // Concourse's
  CONCOURSE_WORKERS_REGISTERED(
      "concourse_workers_registered",
      Type.GAUGE,
      "Workers in each of Concourse's five states, over all gateways; 0 included.",
      "state"),
  CONCOURSE_WORKERS_CONTAINERS(
      "concourse_workers_containers",
      Type.GAUGE,
      "Containers on a worker that are not ours, as its last heartbeat told.",
      "worker",
      "platform",
      "team",
      "tags"),
  CONCOURSE_WORKERS_VOLUMES(
      "concourse_workers_volumes",
      Type.GAUGE,
      "Volumes on a worker that are not ours, as its last heartbeat told.",
      "worker",
      "platform",
      "team",
      "tags"),

  // Workers
  WORKERS("tsa_workers", Type.GAUGE, "Workers in each of the six states.", "state"),
  WORKERS_CORDONED(
      "tsa_workers_cordoned", Type.GAUGE, "Workers that somebody keeps out of new work."),
  WORKER_STATE_SECONDS(
      "tsa_worker_state_seconds",
      Type.GAUGE,
      "How long a worker has been in its state.",
      "worker",
      "state"),
  WORKER_HEARTBEAT_AGE(
      "tsa_worker_heartbeat_age_seconds",
      Type.GAUGE,
      "Time since a worker was last known to be within reach; not of landed and retired ones.",
      "worker"),
  WORKER_CHECK_FAILURES(
      "tsa_worker_check_failures", Type.GAUGE, "Failed deep checks in a row.", "worker"),
  WORKERS_LEFT_OUT(
      "tsa_workers_left_out",
      Type.GAUGE,
      "Workers without metrics of their own, because there are too many."),
  TRANSITIONS(
      "tsa_worker_transitions_total",
      Type.COUNTER,
      "Changes of state made through this gateway; absent stands for a worker not known.",
      "from",
      "to",
      "reason"),
  HEARTBEATS(
      "tsa_heartbeats_total",
      Type.COUNTER,
      "Heartbeats asked for by this gateway: good, or why they were missed.",
      "result"),
  CHECKS("tsa_checks_total", Type.COUNTER, "Deep checks made by this gateway.", "kind", "verdict"),
  CHECK_SECONDS(
      "tsa_check_seconds",
      Type.HISTOGRAM,
      "How long deep checks took, clean-up included.",
      "verdict"),
  CHECK_STEP_SECONDS(
      "tsa_check_step_seconds",
      Type.HISTOGRAM,
      "How long the steps of deep checks took; outcome is done or failed.",
      "step",
      "outcome"),
  CHECKS_UNDER_WAY(
      "tsa_checks_under_way", Type.GAUGE, "Deep checks that this gateway is making now."),
  CHECKS_WAITING(
      "tsa_checks_waiting",
      Type.GAUGE,
      "Deep checks that are due and wait until others of this gateway are done."),
  CHECKS_LIMIT(
      "tsa_checks_limit",
      Type.GAUGE,
      "How many deep checks this gateway makes at once, by how many it gets done in time; at most"
          + " --checks-at-once."),
  CHECK_OBJECTS(
      "tsa_check_objects",
      Type.GAUGE,
      "Containers and volumes of deep checks that the last heartbeats found on workers: 0 at"
          + " rest."),
  CHECK_HANDLES(
      "tsa_check_handles",
      Type.GAUGE,
      "Handles of deep checks in the journal: under way, or not known to be gone; 0 at rest."),

  // The fleet
  FLEET_WORKERS(
      "tsa_fleet_workers",
      Type.GAUGE,
      "What the brake goes by: workers expected to work, and of them those failing, unreachable,"
          + " silent and healthy.",
      "which"),
  FLEET_BRAKE(
      "tsa_fleet_brake", Type.GAUGE, "1 while so many fail that nobody is retired by the rules."),
  FLEET_FREEZE(
      "tsa_fleet_freeze",
      Type.GAUGE,
      "1 while so many are out of reach that nobody is stalled either."),
  ALARM_WORKERS(
      "tsa_alarm_workers",
      Type.GAUGE,
      "Workers the rules would have acted on but for the fleet; 0 without an alarm.",
      "reason"),

  // This gateway
  HEALTH_EVALUATION_ACTIVE(
      "tsa_health_evaluation_active",
      Type.GAUGE,
      "1 while health evaluation is active in this gateway."),
  HEALTH_EVALUATION_ACTIVE_SECONDS(
      "tsa_health_evaluation_active_seconds",
      Type.GAUGE,
      "How long health evaluation has been active in this gateway; 0 while it is suspended."),
  HEALTH_EVALUATION_SUSPENDED(
      "tsa_health_evaluation_suspended",
      Type.GAUGE,
      "1 for what suspends health evaluation in this gateway, 0 for the rest.",
      "problem"),
  SCHEDULING_DELAY(
      "tsa_scheduling_delay_seconds_total",
      Type.COUNTER,
      "For how long this process did not run what was due: no processor, or a pause."),
  GATEWAYS(
      "tsa_gateways",
      Type.GAUGE,
      "Gateways that share the database, by whether health evaluation is active in them.",
      "evaluating"),
  SESSIONS(
      "tsa_sessions",
      Type.GAUGE,
      "Registrations held by this gateway: in charge of their name, or waiting to be.",
      "state"),
  HANDSHAKES(
      "tsa_handshakes_total",
      Type.COUNTER,
      "Connections to the SSH gateway, by what became of them.",
      "result"),
  ATC_ANSWERS(
      "tsa_atc_answers_total",
      Type.COUNTER,
      "Calls by which the ATC is told of workers, by what it answered: accepted, not-found,"
          + " rejected, or unavailable if it did not.",
      "call",
      "answer"),
  TRAFFIC_FAILURES(
      "tsa_traffic_failures_total",
      Type.COUNTER,
      "Failures of workers that the traffic of builds showed; each brings a deep check forward.",
      "kind"),
  KEYS_NOT_CURRENT(
      "tsa_keys_not_current",
      Type.GAUGE,
      "1 while the keys in force are not those of their files: one cannot be used, or hangs."),
  PASS_SECONDS(
      "tsa_pass_seconds",
      Type.HISTOGRAM,
      "How long passes over the fleet took; done is false if the database did not answer.",
      "done"),
  SNAPSHOT_AGE(
      "tsa_snapshot_age_seconds",
      Type.GAUGE,
      "Age of the picture of the fleet that these metrics show."),
  EVENT_STREAMS("tsa_event_streams", Type.GAUGE, "Open streams of events."),
  DATABASE_CONNECTIONS("tsa_database_connections", Type.GAUGE, "Connections of the pool."),
  DATABASE_WAITING(
      "tsa_database_waiting", Type.GAUGE, "Threads that wait for a connection of the pool."),
  BUILD("tsa_build_info", Type.GAUGE, "Always 1; tells the version.", "version");

  /** How it is counted. */
  public enum Type {
    GAUGE,
    COUNTER,
    HISTOGRAM
  }

  private final String id;
  private final Type type;
  private final String help;
  private final String labels;

  Metric(String id, Type type, String help, String... labels) {
    this.id = id;
    this.type = type;
    this.help = help;
    this.labels = String.join(" ", labels);
  }

  /** Its name in Prometheus; that of a histogram without {@code _bucket}, {@code _sum}, … */
  public String id() {
    return id;
  }

  /** How it is counted. */
  public Type type() {
    return type;
  }

  /** What it means. */
  public String help() {
    return help;
  }

  /** Its labels, in their order. */
  public List<String> labels() {
    return labels.isEmpty() ? List.of() : List.of(labels.split(" "));
  }

  /** The metric of a name, which may be that of a series of a histogram; empty if there is none. */
  public static Optional<Metric> ofSeries(String series) {
    return Arrays.stream(values()).filter(metric -> metric.hasSeries(series)).findFirst();
  }

  private boolean hasSeries(String series) {
    return series.equals(id)
        || (type == Type.HISTOGRAM
            && List.of(id + "_bucket", id + "_sum", id + "_count", id + "_max").contains(series));
  }

  /** All of them as a table in Markdown. */
  public static String print() {
    return Arrays.stream(values())
        .map(Metric::row)
        .collect(
            Collectors.joining(
                "\n", "| metric | type | labels | meaning |\n|---|---|---|---|\n", "\n"));
  }

  private String row() {
    return "| `%s` | %s | %s | %s |"
        .formatted(
            id,
            type.name().toLowerCase(Locale.ROOT),
            labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", ")),
            help);
  }
}
