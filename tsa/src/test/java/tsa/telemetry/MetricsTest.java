package tsa.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tsa.control.Alarm;
import tsa.control.CheckLoad;
import tsa.control.FleetStatus;
import tsa.control.Registrations;
import tsa.control.port.Event;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.Prober;
import tsa.control.port.StoreException;
import tsa.control.port.TrafficFailure;
import tsa.control.port.Tunnel;
import tsa.lab.rehearsal.InMemoryGateways;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.lab.rehearsal.InMemoryWorkerStore;
import tsa.lab.rehearsal.VirtualTime;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.SuspensionCause;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.InMemoryResidueJournal;
import tsa.testing.Pure;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** What is counted is told, under the names of the table and no others. */
@Pure
class MetricsTest {
  private static final Instant NOW = SampleWorkers.T0.plusSeconds(90);

  private final VirtualTime time = new VirtualTime(NOW);
  private final InMemoryGateways gateways =
      new InMemoryGateways(time, new InMemoryWorkerStore(time, new InMemoryHistory(time)));
  private final InMemoryResidueJournal residue = new InMemoryResidueJournal(time);
  private final DatabaseCounts counts =
      new DatabaseCounts(residue, new Failing(), time, time.lane("counts"));
  private final Metrics metrics = new Metrics();
  private FleetStatus status = status(new EvaluationStatus(NOW.minusSeconds(30), ""));
  private boolean databaseAnswers = true;
  private boolean scraping;

  MetricsTest() {
    gateways.register(new Gateways.Gateway(SampleWorkers.GATEWAY, "a", "10.0.0.1", "0.1.0"));
    gateways.register(new Gateways.Gateway(new UUID(0, 2), "b", "10.0.0.2", "0.1.0"));
    gateways.renew(new UUID(0, 2), "the loop ran 7s late");
    residue.journal(
        new CheckHandle("health-check-" + new UUID(0, 9)),
        new WorkerName("w"),
        new Incarnation(1),
        SampleWorkers.GATEWAY,
        Duration.ofSeconds(30));
    counts.start();
    time.pass(Duration.ZERO);
    metrics.read(
        new GaugeSources(
            () -> Optional.of(status),
            () ->
                List.of(
                    new Registrations.Held(new WorkerName("w"), 1, true, ""),
                    new Registrations.Held(new WorkerName("v"), 2, false, "a heartbeat")),
            () -> new CheckLoad(2, 7, 4),
            () -> Duration.ofMillis(1500),
            counts,
            () -> 3,
            () -> 5,
            () -> 1,
            time,
            "0.1.0"));
  }

  /** Gateways behind a database that can be told not to answer. */
  private final class Failing implements Gateways {
    @Override
    public void register(Gateway gateway) {
      gateways.register(gateway);
    }

    @Override
    public boolean renew(UUID gateway, String suspended) {
      return gateways.renew(gateway, suspended);
    }

    @Override
    public List<GatewayStatus> all() {
      assertThat(scraping).as("a scrape must not wait for the database").isFalse();
      if (!databaseAnswers) {
        throw new StoreException("no answer", new IllegalStateException("down"));
      }
      return gateways.all();
    }

    @Override
    public int release(UUID gateway, Duration silence) {
      return gateways.release(gateway, silence);
    }
  }

  @AfterEach
  void close() {
    metrics.close();
  }

  private FleetStatus status(EvaluationStatus evaluation) {
    WorkerRecord running =
        SampleWorkers.heartbeat(SampleWorkers.in(WorkerState.RUNNING), NOW.minusSeconds(12), 4);
    Alarm alarm =
        new Alarm(
            Reason.of(ReasonCode.HELD_FLEET_BRAKE, "failing", 2, "fleet", 5),
            new TreeSet<>(Set.of(new WorkerName("w"), new WorkerName("v"))));
    return new FleetStatus(
        NOW,
        time.nanos(),
        List.of(running, named("v", WorkerState.STALLED), named("u", WorkerState.RETIRED)),
        new Fleet(5, 1, 2, 2, 0),
        true,
        false,
        List.of(alarm),
        evaluation);
  }

  private static WorkerRecord named(String name, WorkerState state) {
    return RecordBuilder.of(SampleWorkers.in(state))
        .registration(SampleWorkers.registration(name, false))
        .build();
  }

  private void everythingHappens() {
    metrics.changed(event(WorkerState.RUNNING, WorkerState.STALLED));
    metrics.changed(event(null, WorkerState.RUNNING));
    metrics.heartbeat(new Prober.HeartbeatResult.Good(new Load(0, 0, 0)));
    metrics.heartbeat(
        new Prober.HeartbeatResult.Missed(Tunnel.Server.GARDEN, FailureCause.TIMED_OUT, "silence"));
    CheckReport.Problem disk =
        new CheckReport.Problem(CheckStep.CREATE_VOLUME, FailureCause.DISK, "full");
    metrics.checked(
        History.CheckKind.PERIODIC,
        new CheckReport(
            Verdict.FAILING,
            disk,
            Duration.ofMillis(300),
            List.of(
                new CheckReport.Step(CheckStep.PING, Duration.ofMillis(3), null),
                new CheckReport.Step(CheckStep.CREATE_VOLUME, Duration.ofMillis(290), disk))));
    metrics.passed(Duration.ofMillis(40), true);
    for (MetricsRecorder.Handshake how : MetricsRecorder.Handshake.values()) {
      metrics.handshake(how);
    }
    metrics.atcAnswered("register", "accepted");
    for (TrafficFailure failure : TrafficFailure.values()) {
      metrics.trafficFailed(failure);
    }
  }

  private static Event event(WorkerState from, WorkerState to) {
    return new Event(
        new WorkerName("w"),
        Event.Kind.STATE,
        from,
        to,
        Reason.of(ReasonCode.DRAINED),
        Event.RULES,
        null,
        SampleWorkers.GATEWAY);
  }

  private List<String> scraped() {
    scraping = true;
    try {
      return metrics.scrape().lines().toList();
    } finally {
      scraping = false;
    }
  }

  private static Set<String> names(List<String> lines) {
    return lines.stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]", 2)[0])
        .filter(name -> !name.matches("(jvm|process|system)_.*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyMetricOfTheTableIsToldAndNoOther() {
    everythingHappens();
    Set<String> names = names(scraped());
    assertThat(names).allSatisfy(name -> assertThat(Metric.ofSeries(name)).isPresent());
    Set<String> missing =
        Arrays.stream(Metric.values())
            .filter(
                metric -> names.stream().noneMatch(n -> Metric.ofSeries(n).orElseThrow() == metric))
            .map(Metric::id)
            .collect(Collectors.toSet());
    assertThat(missing).isEmpty();
  }

  @Test
  void labelsAreThoseOfTheTable() {
    everythingHappens();
    for (String line : scraped()) {
      Optional<Metric> metric = Metric.ofSeries(line.split("[{ ]", 2)[0]);
      if (!line.startsWith("#") && metric.isPresent() && line.contains("{")) {
        Set<String> labels =
            Arrays.stream(line.substring(line.indexOf('{') + 1, line.indexOf('}')).split(","))
                .map(pair -> pair.split("=", 2)[0])
                .filter(label -> !label.equals("le"))
                .collect(Collectors.toSet());
        assertThat(labels).as(line).isEqualTo(Set.copyOf(metric.get().labels()));
      }
    }
  }

  @Test
  void concourseNamesHaveConcoursesLabels() {
    assertThat(scraped())
        .contains(
            "concourse_workers_registered{state=\"running\"} 1.0",
            "concourse_workers_registered{state=\"landing\"} 0.0",
            "concourse_workers_containers"
                + "{platform=\"linux\",tags=\"\",team=\"\",worker=\"w\"} 4.0",
            "tsa_workers{state=\"retired\"} 1.0")
        .noneMatch(line -> line.startsWith("concourse_workers_registered{state=\"retired\""));
  }

  @Test
  void theFleetAndHealthEvaluationAreTold() {
    assertThat(scraped())
        .contains(
            "tsa_fleet_brake 1.0",
            "tsa_fleet_freeze 0.0",
            "tsa_alarm_workers{reason=\"held-fleet-brake\"} 2.0",
            "tsa_alarm_workers{reason=\"held-fleet-freeze\"} 0.0",
            "tsa_health_evaluation_active 1.0",
            "tsa_health_evaluation_active_seconds 30.0",
            "tsa_worker_heartbeat_age_seconds{worker=\"w\"} 12.0",
            "tsa_check_objects 0.0",
            "tsa_check_handles 1.0",
            "tsa_gateways{evaluating=\"false\"} 1.0",
            "tsa_sessions{state=\"waiting\"} 1.0");
  }

  @Test
  void keysThatAreNotThoseOfTheirFilesAreTold() {
    assertThat(scraped()).contains("tsa_keys_not_current 0.0");
    metrics.keysCurrent(false);
    assertThat(scraped()).contains("tsa_keys_not_current 1.0");
    metrics.keysCurrent(true);
    assertThat(scraped()).contains("tsa_keys_not_current 0.0");
  }

  @Test
  void aPictureThatIsOldIsNotShown() {
    time.freeze(GatewayGauges.STALE.plusSeconds(1));
    assertThat(names(scraped()))
        .contains("tsa_snapshot_age_seconds", "tsa_health_evaluation_active")
        .doesNotContain("concourse_workers_registered", "tsa_workers", "tsa_check_handles");
    assertThat(scraped())
        .contains(
            "tsa_health_evaluation_active 0.0",
            "tsa_health_evaluation_suspended{problem=\"database\"} 1.0");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNotWaitedForByAnyScrape() {
    databaseAnswers = false;
    assertThat(names(scraped())).as("counted before").contains("tsa_check_handles");
    time.pass(Duration.ofSeconds(11));
    assertThat(names(scraped()))
        .contains("tsa_sessions", "tsa_health_evaluation_active")
        .doesNotContain("tsa_check_handles", "tsa_gateways");
    databaseAnswers = true;
    time.pass(Duration.ofSeconds(11));
    assertThat(names(scraped())).contains("tsa_check_handles", "tsa_gateways");
  }

  /**
   * As long as it hangs, the count that was begun does not end, and neither does a new one begin.
   */
  @Test
  void aDatabaseThatHangsHidesWhatIsOldAndNothingElse() {
    time.freeze(Duration.ofSeconds(59));
    assertThat(names(scraped())).contains("tsa_check_handles", "tsa_gateways");
    time.freeze(Duration.ofSeconds(2));
    assertThat(names(scraped()))
        .contains("tsa_sessions", "tsa_health_evaluation_active")
        .doesNotContain("tsa_check_handles", "tsa_gateways");
  }

  @ParameterizedTest
  @CsvSource({
    "STARTING, starting",
    "LATE, late",
    "DATABASE, database",
    "HEARTBEATS, heartbeats",
    "CLOCK, clock",
    "OTHER, other"
  })
  void whatSuspendsEvaluationIsOneOfAFewWords(SuspensionCause cause, String word) {
    status = status(new EvaluationStatus(null, cause, "for people"));
    assertThat(scraped()).contains("tsa_health_evaluation_suspended{problem=\"" + word + "\"} 1.0");
  }
}
