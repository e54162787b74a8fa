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
class HealthTest {
  private static final Judge FIT = new Judge(Instant.EPOCH, "");
  private static final Judge UNFIT = new Judge(null, "late");
  private static final Fleet CALM = new Fleet(9, 0, 0, 9, 0);
  private static final Fleet SICK = new Fleet(9, 0, 9, 0, 0);
  private static final Instant T0 = Workers.T0;

  private static Health health(WorkerRecord worker, Judge judge, Fleet fleet, Instant now) {
    Evidence evidence = new Evidence(Asked.nothing(), judge, fleet);
    return Health.of(worker, Lifecycle.decide(worker, evidence, Policy.DEFAULT, now));
  }

  private static Health.Verdict verdict(
      WorkerRecord worker, Judge judge, Fleet fleet, Instant now) {
    return health(worker, judge, fleet, now).verdict();
  }

  @Test
  void aWorkerThatAnswersAndPassesIsFit() {
    Health health = health(Workers.in(WorkerState.RUNNING), FIT, CALM, T0.plusSeconds(1));
    assertThat(health.isFit()).isTrue();
    assertThat(health.reason().code().id()).isEqualTo("fit");
  }

  @Test
  void silenceSaysNothing() {
    WorkerRecord worker = Workers.in(WorkerState.RUNNING);
    for (int seconds : new int[] {50, 61, 3_600}) {
      assertThat(verdict(worker, FIT, CALM, T0.plusSeconds(seconds)))
          .isEqualTo(Health.Verdict.UNKNOWN);
      assertThat(verdict(worker, UNFIT, CALM, T0.plusSeconds(seconds)))
          .isEqualTo(Health.Verdict.UNKNOWN);
    }
    assertThat(verdict(Workers.in(WorkerState.STALLED), FIT, CALM, T0.plusSeconds(9)))
        .isEqualTo(Health.Verdict.UNKNOWN);
  }

  @Test
  void failedChecksAreSuspectUntilTheRulesAct() {
    Instant now = T0.plus(Duration.ofMinutes(10));
    WorkerRecord few = failing(1, now);
    WorkerRecord many = failing(3, now);
    assertThat(verdict(few, FIT, CALM, now)).isEqualTo(Health.Verdict.SUSPECT);
    assertThat(verdict(many, FIT, SICK, now)).isEqualTo(Health.Verdict.SUSPECT);
    assertThat(verdict(many, UNFIT, CALM, now)).isEqualTo(Health.Verdict.UNKNOWN);
    assertThat(verdict(many, FIT, CALM, now)).isEqualTo(Health.Verdict.UNFIT);
  }

  private static WorkerRecord failing(int failures, Instant now) {
    WorkerRecord beating = Workers.beat(Workers.in(WorkerState.RUNNING), now, 0);
    return Workers.failing(beating, failures, T0, now.minusSeconds(1));
  }

  @Test
  void whatIsBeingRetiredForItsChecksIsUnfit() {
    WorkerRecord broken = Workers.forHealth(Workers.in(WorkerState.RETIRING));
    Health health = health(broken, FIT, CALM, T0.plusSeconds(1));
    assertThat(health.verdict()).isEqualTo(Health.Verdict.UNFIT);
    assertThat(health.reason().code().id()).isEqualTo("retired-broken");
  }

  /** Its machine was replaced; a timer that asks on the new one must not replace that as well. */
  @Test
  void whatWasRetiredForItsChecksIsNoGroundForReplacingWhatCameAfterIt() {
    WorkerRecord retired = Workers.forHealth(Workers.in(WorkerState.RETIRED));
    for (int hours : new int[] {0, 1, 23}) {
      Health health = health(retired, FIT, CALM, T0.plus(Duration.ofHours(hours)));
      assertThat(health.verdict()).isEqualTo(Health.Verdict.QUARANTINED);
      assertThat(health.reason().code().id()).isEqualTo("retired-broken");
    }
  }

  /** It was cut off in the middle of its drain: the record stays so until the drain ends. */
  @Test
  void aBrokenMachineThatWentWithoutItsDrainIsNoGroundEither() {
    WorkerRecord broken = Workers.forHealth(Workers.in(WorkerState.RETIRING));
    WorkerRecord gone = RecordBuilder.of(broken).gateway(null).build();
    assertThat(verdict(gone, FIT, CALM, T0.plusSeconds(1))).isEqualTo(Health.Verdict.QUARANTINED);
  }

  @ParameterizedTest
  @EnumSource(names = {"LANDING", "LANDED", "RETIRING", "RETIRED"})
  void whatWasAskedForIsOutOfService(WorkerState state) {
    assertThat(verdict(Workers.in(state), FIT, CALM, T0.plusSeconds(1)))
        .isEqualTo(Health.Verdict.OUT_OF_SERVICE);
  }

  @Test
  void nobodyAndNoAnswerAreGroundsForNothing() {
    assertThat(Health.absent().verdict()).isEqualTo(Health.Verdict.ABSENT);
    assertThat(Health.unknown("x").verdict()).isEqualTo(Health.Verdict.UNKNOWN);
  }
}
