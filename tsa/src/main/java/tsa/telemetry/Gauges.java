package tsa.telemetry;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Gauges of one scrape, gathered metric by metric. Used by one thread. */
final class Gauges {
  private final Map<Metric, GaugeSnapshot.Builder> gathered = new EnumMap<>(Metric.class);

  /** Adds a value; labels in the order of the metric's. */
  void add(Metric metric, double value, String... labels) {
    gathered
        .computeIfAbsent(metric, m -> GaugeSnapshot.builder().name(m.id()).help(m.help()))
        .dataPoint(
            GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(Labels.of(metric.labels(), List.of(labels)))
                .value(value)
                .build());
  }

  /** Adds a count. */
  void add(Metric metric, long value, String... labels) {
    add(metric, (double) value, labels);
  }

  /** 1 or 0. */
  void add(Metric metric, boolean value, String... labels) {
    add(metric, value ? 1.0 : 0.0, labels);
  }

  MetricSnapshots snapshots() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    gathered.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    return all.build();
  }
}
