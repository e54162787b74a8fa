package tsa.telemetry;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.control.FleetStatus;
import tsa.control.Gateways;
import tsa.control.Registrations;
import tsa.control.StoreException;
import tsa.lifecycle.Judge;

/**
 * All gauges, read when they are asked for. What comes from the database is read at most every few
 * seconds, however often somebody scrapes, and left out when the database does not answer: a number
 * that is missing raises an alert, an old one hides it. Thread-safe.
 */
final class GatewayGauges implements MultiCollector {
  /** A picture of the fleet older than this is not shown any more. */
  static final Duration STALE = Duration.ofMinutes(1);

  private static final Duration READ_EVERY = Duration.ofSeconds(5);

  private final Sources sources;
  private @Nullable Counts counts;
  private boolean counted;
  private long countedAt;

  /** What was counted in the database; null where it did not answer. */
  private record Counts(int handles, List<Gateways.Seen> gateways) {}

  GatewayGauges(Sources sources) {
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
    sources.fleet().get().ifPresent(status -> fleet(gauges, status));
    counts().ifPresent(found -> counts(gauges, found));
    return gauges.snapshots();
  }

  private void sessions(Gauges gauges) {
    List<Registrations.Held> held = sources.held().get();
    long inCharge = held.stream().filter(Registrations.Held::admitted).count();
    gauges.add(Metric.SESSIONS, inCharge, "in-charge");
    gauges.add(Metric.SESSIONS, held.size() - inCharge, "waiting");
  }

  private void fleet(Gauges gauges, FleetStatus status) {
    Duration age = sources.ticker().since(status.readAt());
    gauges.add(Metric.SNAPSHOT_AGE, age.toMillis() / 1000.0);
    boolean fresh = age.compareTo(STALE) <= 0;
    judge(gauges, status, fresh);
    if (fresh) {
      FleetGauges.add(gauges, status);
    }
  }

  /** A judge whose passes hang is not fit, whatever it last said. */
  private static void judge(Gauges gauges, FleetStatus status, boolean fresh) {
    Judge judge = status.judge();
    boolean fit = fresh && judge.fitSince() != null;
    gauges.add(Metric.JUDGE_FIT, fit);
    gauges.add(Metric.JUDGE_FIT_SECONDS, fit ? judge.fitFor(status.now()).toMillis() / 1000.0 : 0);
    Unfit found = fit ? null : fresh ? Unfit.of(judge.problem()) : Unfit.DATABASE;
    for (Unfit problem : Unfit.values()) {
      gauges.add(Metric.JUDGE_UNFIT, problem == found, problem.word());
    }
  }

  private static void counts(Gauges gauges, Counts found) {
    gauges.add(Metric.CHECK_HANDLES, found.handles());
    long unfit = found.gateways().stream().filter(seen -> seen.unfit() != null).count();
    gauges.add(Metric.GATEWAYS, found.gateways().size() - unfit, "true");
    gauges.add(Metric.GATEWAYS, unfit, "false");
  }

  private synchronized Optional<Counts> counts() {
    if (!counted || sources.ticker().since(countedAt).compareTo(READ_EVERY) > 0) {
      counts = read().orElse(null);
      counted = true; // also without an answer, or each scrape would wait for one
      countedAt = sources.ticker().nanos();
    }
    return Optional.ofNullable(counts);
  }

  private Optional<Counts> read() {
    try {
      return Optional.of(new Counts(sources.residue().size(), sources.gateways().all()));
    } catch (StoreException e) {
      return Optional.empty();
    }
  }
}
