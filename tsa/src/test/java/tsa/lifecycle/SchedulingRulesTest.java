package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tsa.lifecycle.SchedulingRules.Scheduling;
import tsa.testing.Pure;
import tsa.worker.Registration;
import tsa.worker.ResourceType;
import tsa.worker.WorkerState;

/** Who gets builds, and who is not taken from them although something speaks against it. */
@Pure
class SchedulingRulesTest {
  private static final Policy POLICY = Policy.DEFAULT;
  private static final Instant NOW = SampleWorkers.T0.plus(Duration.ofMinutes(30));

  private final List<WorkerRecord> fleet = new ArrayList<>();
  private EvaluationStatus hears = new EvaluationStatus(SampleWorkers.T0, "");
  private Policy policy = POLICY;

  private static WorkerRecord able(String name) {
    WorkerRecord worker = SampleWorkers.in(WorkerState.RUNNING);
    return SampleWorkers.heartbeat(
        SampleWorkers.named(RecordBuilder.of(worker).gateway(SampleWorkers.GATEWAY).build(), name),
        NOW.minusSeconds(5),
        0);
  }

  private static WorkerRecord failing(String name) {
    return SampleWorkers.failing(able(name), 1, NOW.minusSeconds(10), NOW.minusSeconds(10));
  }

  private static WorkerRecord of(
      WorkerRecord worker, @Nullable String team, String platform, List<String> tags, String type) {
    return RecordBuilder.of(worker)
        .registration(
            new Registration(
                worker.name(),
                team,
                platform,
                tags,
                "2.5",
                1,
                false,
                List.of(new ResourceType(type, "/" + type, "1", false, false)),
                null,
                null,
                null,
                null,
                0))
        .build();
  }

  private WorkerRecord with(WorkerRecord worker) {
    fleet.add(worker);
    return worker;
  }

  private Scheduling scheduling(WorkerRecord worker) {
    return new SchedulingRules(fleet, hears, policy, NOW).of(worker).orElseThrow();
  }

  private ReasonCode code(WorkerRecord worker) {
    return scheduling(worker).reason().code();
  }

  private void others(int count) {
    for (int i = 0; i < count; i++) {
      with(able("other-" + i));
    }
  }

  @Test
  void anAbleWorkerGetsBuilds() {
    WorkerRecord worker = with(able("w"));
    assertThat(scheduling(worker)).isEqualTo(new Scheduling(true, Reason.of(ReasonCode.SCHEDULED)));
  }

  @Test
  void oneSignIsEnough() {
    others(9);
    assertThat(code(with(failing("w")))).isEqualTo(ReasonCode.UNSCHEDULED_FAILING);
    assertThat(scheduling(fleet.getLast()).scheduled()).isFalse();
    fleet.removeLast();
    assertThat(code(with(RecordBuilder.of(able("w")).gateway(null).build())))
        .isEqualTo(ReasonCode.UNSCHEDULED_DISCONNECTED);
    fleet.removeLast();
    Duration gap = POLICY.connectivity().longestGap();
    WorkerRecord silent = SampleWorkers.heartbeat(able("w"), NOW.minus(gap).minusMillis(1), 0);
    assertThat(code(with(silent))).isEqualTo(ReasonCode.UNSCHEDULED_SILENT);
    fleet.removeLast();
    WorkerRecord heard = SampleWorkers.heartbeat(able("w"), NOW.minus(gap), 0);
    assertThat(code(with(heard))).isEqualTo(ReasonCode.SCHEDULED);
  }

  @Test
  void silenceThatCouldNotBeHeardIsNoSign() {
    others(9);
    Duration gap = POLICY.connectivity().longestGap();
    WorkerRecord silent =
        with(SampleWorkers.heartbeat(able("w"), NOW.minus(gap).minusMillis(1), 0));
    hears = new EvaluationStatus(NOW.minusSeconds(1), "it was paused");
    assertThat(code(silent)).isEqualTo(ReasonCode.SCHEDULED);
    hears = new EvaluationStatus(null, "it does not listen");
    assertThat(code(silent)).isEqualTo(ReasonCode.SCHEDULED);
  }

  @Test
  void aFailureOfLongAgoOrThatIsOnlyObservedIsNoSign() {
    others(9);
    Instant old = NOW.minus(POLICY.health().freshness());
    WorkerRecord stale = with(SampleWorkers.failing(able("w"), 1, old, old));
    assertThat(code(stale)).isEqualTo(ReasonCode.SCHEDULED);
    Policy.Health health = POLICY.health();
    policy =
        new Policy(
            POLICY.connectivity(),
            new Policy.Health(
                true,
                health.checkInterval(),
                health.checkLimit(),
                health.failures(),
                health.failingFor(),
                true),
            POLICY.drains(),
            POLICY.quarantines(),
            POLICY.brake());
    assertThat(code(with(failing("v")))).isEqualTo(ReasonCode.SCHEDULED);
  }

  /** What a person wants, and what is out of reach for sure, needs no other worker. */
  @Test
  void cordonedAndStalledOnesGetNoneWhateverTheOthersDo() {
    WorkerRecord cordoned = with(SampleWorkers.cordoned(able("w")));
    assertThat(code(cordoned)).isEqualTo(ReasonCode.UNSCHEDULED_CORDONED);
    assertThat(scheduling(cordoned).scheduled()).isFalse();
    WorkerRecord stalled = SampleWorkers.in(WorkerState.STALLED);
    assertThat(code(stalled)).isEqualTo(ReasonCode.UNSCHEDULED_STALLED);
  }

  @Test
  void whenManyLookIllNobodyIsTakenOut() {
    others(6);
    WorkerRecord one = with(failing("w-1"));
    assertThat(scheduling(one).scheduled()).isFalse();
    WorkerRecord two = with(failing("w-2"));
    assertThat(code(one)).isEqualTo(ReasonCode.HELD_SCHEDULING_BRAKE);
    assertThat(scheduling(one).scheduled()).isTrue();
    assertThat(scheduling(two).scheduled()).isTrue();
  }

  @Test
  void theLastOfItsKindIsNotTakenOut() {
    WorkerRecord worker = with(of(failing("w"), null, "linux", List.of(), "git"));
    List<WorkerRecord> lesser =
        List.of(
            of(able("darwin"), null, "darwin", List.of(), "git"),
            of(able("tagged"), null, "linux", List.of("gpu"), "git"),
            of(able("team"), "a", "linux", List.of(), "git"),
            of(able("types"), null, "linux", List.of(), "s3"));
    lesser.forEach(this::with);
    assertThat(code(worker)).isEqualTo(ReasonCode.HELD_LAST_SCHEDULED);
    assertThat(scheduling(worker).scheduled()).isTrue();
    with(SampleWorkers.cordoned(of(able("cordoned"), null, "linux", List.of(), "git")));
    assertThat(code(worker)).isEqualTo(ReasonCode.HELD_LAST_SCHEDULED);
    with(of(able("equal"), null, "linux", List.of(), "git"));
    assertThat(code(worker)).isEqualTo(ReasonCode.UNSCHEDULED_FAILING);
  }

  /** More tags, and all teams, take the place of fewer and of one. */
  @Test
  void aWorkerThatCanDoMoreTakesThePlace() {
    WorkerRecord worker = with(of(failing("w"), "a", "linux", List.of("gpu"), "git"));
    assertThat(code(worker)).isEqualTo(ReasonCode.HELD_LAST_SCHEDULED);
    with(of(able("more"), null, "linux", List.of("gpu", "ssd"), "git"));
    assertThat(code(worker)).isEqualTo(ReasonCode.UNSCHEDULED_FAILING);
  }
}
