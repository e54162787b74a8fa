package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.lifecycle.Asked;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Judge;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.WorkerRecord;
import tsa.lifecycle.Workers;
import tsa.worker.WorkerState;

/** The one word on a worker's health. */
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

  @ParameterizedTest
  @EnumSource(names = {"RETIRING", "RETIRED"})
  void whatWasRetiredForItsChecksIsUnfitAndWhatWasAskedForIsNot(WorkerState state) {
    Instant now = T0.plusSeconds(1);
    Health health = health(Workers.forHealth(Workers.in(state)), FIT, CALM, now);
    assertThat(health.verdict()).isEqualTo(Health.Verdict.UNFIT);
    assertThat(health.reason().code().id()).isEqualTo("retired-broken");
    assertThat(verdict(Workers.in(state), FIT, CALM, now)).isEqualTo(Health.Verdict.OUT_OF_SERVICE);
  }

  @Test
  void nobodyAndNoAnswerAreGroundsForNothing() {
    assertThat(Health.absent().verdict()).isEqualTo(Health.Verdict.ABSENT);
    assertThat(Health.unknown("x").verdict()).isEqualTo(Health.Verdict.UNKNOWN);
  }
}
