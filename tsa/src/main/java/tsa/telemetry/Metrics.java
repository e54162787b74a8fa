package tsa.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.Prober;
import tsa.control.port.TrafficFailure;
import tsa.lifecycle.CheckReport;
import tsa.worker.WorkerState;

/** Counts what happens, and tells all metrics in the form that Prometheus reads. Thread-safe. */
public final class Metrics implements MetricsRecorder, AutoCloseable {
  /** The media type of {@link #scrape}. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(20),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  private final PrometheusRegistry prometheus = new PrometheusRegistry();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, prometheus, Clock.SYSTEM);
  private final JvmGcMetrics garbage = new JvmGcMetrics();
  private final AtomicInteger keysNotCurrent = new AtomicInteger();

  /** Counts from zero. */
  public Metrics() {
    garbage.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    Metric keys = Metric.KEYS_NOT_CURRENT;
    Gauge.builder(keys.id(), keysNotCurrent, AtomicInteger::get)
        .description(keys.help())
        .register(registry);
  }

  /** Has the gauges read from there. */
  public void read(GaugeSources sources) {
    prometheus.register(new GatewayGauges(sources));
    Metric delay = Metric.SCHEDULING_DELAY;
    FunctionCounter.builder(
            delay.id(), sources.delay(), measured -> measured.total().toMillis() / 1000.0)
        .description(delay.help())
        .register(registry);
  }

  /** All metrics, as {@link #MEDIA_TYPE}. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void changed(Event event) {
    if (event.kind() == Event.Kind.STATE) {
      count(Metric.TRANSITIONS, word(event.from()), word(event.to()), event.reason().code().id());
    }
  }

  private static String word(@Nullable WorkerState state) {
    return state == null ? "absent" : state.word();
  }

  @Override
  public void heartbeat(Prober.HeartbeatResult result) {
    String word =
        switch (result) {
          case Prober.HeartbeatResult.Good _ -> "good";
          case Prober.HeartbeatResult.Missed missed -> missed.cause().word();
        };
    count(Metric.HEARTBEATS, word);
  }

  @Override
  public void checked(History.CheckKind kind, CheckReport report) {
    String verdict = report.verdict().word();
    count(Metric.CHECKS, kind.name().toLowerCase(Locale.ROOT), verdict);
    time(Metric.CHECK_SECONDS, report.duration(), verdict);
    for (CheckReport.Step step : report.steps()) {
      String outcome = step.problem() == null ? "done" : "failed";
      time(Metric.CHECK_STEP_SECONDS, step.duration(), step.step().word(), outcome);
    }
  }

  @Override
  public void passed(Duration took, boolean done) {
    time(Metric.PASS_SECONDS, took, Boolean.toString(done));
  }

  @Override
  public void handshake(Handshake how) {
    count(Metric.HANDSHAKES, how.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }

  @Override
  public void atcAnswered(String call, String answer) {
    count(Metric.ATC_ANSWERS, call, answer);
  }

  @Override
  public void trafficFailed(TrafficFailure failure) {
    count(Metric.TRAFFIC_FAILURES, failure.word());
  }

  @Override
  public void keysCurrent(boolean current) {
    keysNotCurrent.set(current ? 0 : 1);
  }

  private void count(Metric metric, String... values) {
    Counter.builder(metric.id())
        .description(metric.help())
        .tags(tags(metric, values))
        .register(registry)
        .increment();
  }

  private void time(Metric metric, Duration took, String... values) {
    String name = metric.id().substring(0, metric.id().lastIndexOf("_seconds"));
    Timer.builder(name)
        .description(metric.help())
        .tags(tags(metric, values))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(took);
  }

  private static Tags tags(Metric metric, String... values) {
    Tags tags = Tags.empty();
    for (int i = 0; i < values.length; i++) {
      tags = tags.and(metric.labels().get(i), Objects.requireNonNull(values[i]));
    }
    return tags;
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }
}
