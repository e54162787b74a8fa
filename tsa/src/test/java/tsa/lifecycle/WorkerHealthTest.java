package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/** The one word on a worker's health. */
@Pure
class WorkerHealthTest {
  private static final EvaluationStatus FIT = new EvaluationStatus(Instant.EPOCH, "");
  private static final EvaluationStatus UNFIT = new EvaluationStatus(null, "late");
  private static final Fleet CALM = new Fleet(9, 0, 0, 9, 0);
  private static final Fleet SICK = new Fleet(9, 0, 9, 0, 0);
  private static final Instant T0 = SampleWorkers.T0;

  private static WorkerHealth health(
      WorkerRecord worker, EvaluationStatus evaluation, Fleet fleet, Instant now) {
    Evidence evidence = new Evidence(Request.nothing(), evaluation, fleet);
    return WorkerHealth.of(worker, Lifecycle.decide(worker, evidence, Policy.DEFAULT, now));
  }

  private static WorkerHealth.HealthStatus verdict(
      WorkerRecord worker, EvaluationStatus evaluation, Fleet fleet, Instant now) {
    return health(worker, evaluation, fleet, now).status();
  }

  @Test
  void aWorkerThatAnswersAndPassesIsFit() {
    WorkerHealth health =
        health(SampleWorkers.in(WorkerState.RUNNING), FIT, CALM, T0.plusSeconds(1));
    assertThat(health.isFit()).isTrue();
    assertThat(health.reason().code().id()).isEqualTo("fit");
  }

  @Test
  void silenceSaysNothing() {
    WorkerRecord worker = SampleWorkers.in(WorkerState.RUNNING);
    for (int seconds : new int[] {50, 61, 3_600}) {
      assertThat(verdict(worker, FIT, CALM, T0.plusSeconds(seconds)))
          .isEqualTo(WorkerHealth.HealthStatus.UNKNOWN);
      assertThat(verdict(worker, UNFIT, CALM, T0.plusSeconds(seconds)))
          .isEqualTo(WorkerHealth.HealthStatus.UNKNOWN);
    }
    assertThat(verdict(SampleWorkers.in(WorkerState.STALLED), FIT, CALM, T0.plusSeconds(9)))
        .isEqualTo(WorkerHealth.HealthStatus.UNKNOWN);
  }

  @Test
  void failedChecksAreSuspectUntilTheRulesAct() {
    Instant now = T0.plus(Duration.ofMinutes(10));
    WorkerRecord few = failing(1, now);
    WorkerRecord many = failing(3, now);
    assertThat(verdict(few, FIT, CALM, now)).isEqualTo(WorkerHealth.HealthStatus.SUSPECT);
    assertThat(verdict(many, FIT, SICK, now)).isEqualTo(WorkerHealth.HealthStatus.SUSPECT);
    assertThat(verdict(many, UNFIT, CALM, now)).isEqualTo(WorkerHealth.HealthStatus.UNKNOWN);
    assertThat(verdict(many, FIT, CALM, now)).isEqualTo(WorkerHealth.HealthStatus.UNFIT);
  }

  private static WorkerRecord failing(int failures, Instant now) {
    WorkerRecord beating = SampleWorkers.heartbeat(SampleWorkers.in(WorkerState.RUNNING), now, 0);
    return SampleWorkers.failing(beating, failures, T0, now.minusSeconds(1));
  }

  @Test
  void whatIsBeingRetiredForItsChecksIsUnfit() {
    WorkerRecord broken = SampleWorkers.forHealth(SampleWorkers.in(WorkerState.RETIRING));
    WorkerHealth health = health(broken, FIT, CALM, T0.plusSeconds(1));
    assertThat(health.status()).isEqualTo(WorkerHealth.HealthStatus.UNFIT);
    assertThat(health.reason().code().id()).isEqualTo("retired-broken");
  }

  /** Its machine was replaced; a timer that asks on the new one must not replace that as well. */
  @Test
  void whatWasRetiredForItsChecksIsNoGroundForReplacingWhatCameAfterIt() {
    WorkerRecord retired = SampleWorkers.forHealth(SampleWorkers.in(WorkerState.RETIRED));
    for (int hours : new int[] {0, 1, 23}) {
      WorkerHealth health = health(retired, FIT, CALM, T0.plus(Duration.ofHours(hours)));
      assertThat(health.status()).isEqualTo(WorkerHealth.HealthStatus.QUARANTINED);
      assertThat(health.reason().code().id()).isEqualTo("retired-broken");
    }
  }

  /** It was cut off in the middle of its drain: the record stays so until the drain ends. */
  @Test
  void aBrokenMachineThatWentWithoutItsDrainIsNoGroundEither() {
    WorkerRecord broken = SampleWorkers.forHealth(SampleWorkers.in(WorkerState.RETIRING));
    WorkerRecord gone = RecordBuilder.of(broken).gateway(null).build();
    assertThat(verdict(gone, FIT, CALM, T0.plusSeconds(1)))
        .isEqualTo(WorkerHealth.HealthStatus.QUARANTINED);
  }

  @ParameterizedTest
  @EnumSource(names = {"LANDING", "LANDED", "RETIRING", "RETIRED"})
  void whatWasAskedForIsOutOfService(WorkerState state) {
    assertThat(verdict(SampleWorkers.in(state), FIT, CALM, T0.plusSeconds(1)))
        .isEqualTo(WorkerHealth.HealthStatus.OUT_OF_SERVICE);
  }

  @Test
  void nobodyAndNoAnswerAreGroundsForNothing() {
    assertThat(WorkerHealth.absent().status()).isEqualTo(WorkerHealth.HealthStatus.ABSENT);
    assertThat(WorkerHealth.unknown("x").status()).isEqualTo(WorkerHealth.HealthStatus.UNKNOWN);
  }
}
