package tsa.telemetry;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import tsa.control.CheckLoad;
import tsa.control.FleetStatus;
import tsa.control.Registrations;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.SuspensionCause;

/**
 * All gauges, read from memory when they are asked for, so that a database that hangs is no reason
 * for metrics to be missing. What is known from the database is left out once it is old: a number
 * that is missing raises an alert, an old one hides it. Thread-safe.
 */
final class GatewayGauges implements MultiCollector {
  /** A picture of the fleet, or a count, older than this is not shown any more. */
  static final Duration STALE = Duration.ofMinutes(1);

  private final GaugeSources sources;

  GatewayGauges(GaugeSources sources) {
    this.sources = sources;
  }

  @Override
  public MetricSnapshots collect() {
    Gauges gauges = new Gauges();
    gauges.add(Metric.BUILD, 1, sources.version());
    gauges.add(Metric.EVENT_STREAMS, sources.streams().getAsInt());
    gauges.add(Metric.DATABASE_CONNECTIONS, sources.connections().getAsInt());
    gauges.add(Metric.DATABASE_WAITING, sources.waiting().getAsInt());
    sessions(gauges);
    checks(gauges, sources.checks().get());
    sources.fleet().get().ifPresent(status -> fleet(gauges, status));
    sources.counts().noOlderThan(STALE).ifPresent(found -> counts(gauges, found));
    return gauges.snapshots();
  }

  private void sessions(Gauges gauges) {
    List<Registrations.Held> held = sources.held().get();
    long inCharge = held.stream().filter(Registrations.Held::admitted).count();
    gauges.add(Metric.SESSIONS, inCharge, "in-charge");
    gauges.add(Metric.SESSIONS, held.size() - inCharge, "waiting");
  }

  private static void checks(Gauges gauges, CheckLoad checks) {
    gauges.add(Metric.CHECKS_UNDER_WAY, checks.underWay());
    gauges.add(Metric.CHECKS_WAITING, checks.waiting());
    gauges.add(Metric.CHECKS_LIMIT, checks.limit());
  }

  private void fleet(Gauges gauges, FleetStatus status) {
    Duration age = sources.ticker().since(status.readAt());
    gauges.add(Metric.SNAPSHOT_AGE, age.toMillis() / 1000.0);
    boolean fresh = age.compareTo(STALE) <= 0;
    evaluation(gauges, status, fresh);
    if (fresh) {
      FleetGauges.add(gauges, status);
    }
  }

  /** Health evaluation is not active when its passes hang, whatever it last said. */
  private static void evaluation(Gauges gauges, FleetStatus status, boolean fresh) {
    EvaluationStatus evaluation = status.evaluation();
    boolean active = fresh && evaluation.activeSince() != null;
    gauges.add(Metric.HEALTH_EVALUATION_ACTIVE, active);
    gauges.add(
        Metric.HEALTH_EVALUATION_ACTIVE_SECONDS,
        active ? evaluation.activeFor(status.now()).toMillis() / 1000.0 : 0);
    SuspensionCause found = active ? null : fresh ? evaluation.cause() : SuspensionCause.DATABASE;
    for (SuspensionCause cause : SuspensionCause.values()) {
      gauges.add(Metric.HEALTH_EVALUATION_SUSPENDED, cause == found, cause.word());
    }
  }

  private static void counts(Gauges gauges, DatabaseCounts.Counted found) {
    gauges.add(Metric.CHECK_HANDLES, found.handles());
    long suspended =
        found.gateways().stream().filter(seen -> seen.suspendedReason() != null).count();
    gauges.add(Metric.GATEWAYS, found.gateways().size() - suspended, "true");
    gauges.add(Metric.GATEWAYS, suspended, "false");
  }
}
