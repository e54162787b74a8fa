package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.SampleWorkers.T0;

import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/** How long a drain may last: what was asked for, and never more than the policy gives. */
@Pure
class DrainDeadlineTest {
  private static final Policy POLICY = Policy.DEFAULT;
  private static final Duration LIMIT = POLICY.drains().timeout();

  private static Request.Submitted within(Request.Action what, Duration time) {
    return new Request.Submitted(what, "ann", "disk", time);
  }

  private static Decision ask(WorkerRecord worker, Request request) {
    Evidence evidence =
        new Evidence(request, new EvaluationStatus(null, "not asked"), new Fleet(0, 0, 0, 0, 0));
    return Lifecycle.decide(worker, evidence, POLICY, T0);
  }

  private static Drain drain(WorkerRecord worker, Request request) {
    Decision.Move move = (Decision.Move) ask(worker, request);
    return Objects.requireNonNull(RecordChanges.moved(worker, move, request, POLICY, T0).drain());
  }

  @ParameterizedTest
  @EnumSource(names = {"LAND", "RETIRE"})
  void aShorterTimeIsGiven(Request.Action what) {
    Duration time = Duration.ofMinutes(10);
    WorkerRecord worker = SampleWorkers.in(WorkerState.RUNNING);
    assertThat(drain(worker, within(what, time)).deadline()).isEqualTo(T0.plus(time));
    assertThat(drain(worker, within(what, LIMIT)).deadline()).isEqualTo(T0.plus(LIMIT));
  }

  @ParameterizedTest
  @EnumSource(names = {"LAND", "RETIRE"})
  void withoutOneThePolicyCounts(Request.Action what) {
    Request request = new Request.Submitted(what, "ann", "disk");
    WorkerRecord worker = SampleWorkers.in(WorkerState.RUNNING);
    assertThat(drain(worker, request).deadline()).isEqualTo(T0.plus(LIMIT));
  }

  @ParameterizedTest
  @EnumSource(names = {"LAND", "RETIRE"})
  void aLongerTimeIsRefusedWithBothNumbers(Request.Action what) {
    Request request = within(what, LIMIT.plusNanos(1_000_000_000));
    Decision decision = ask(SampleWorkers.in(WorkerState.RUNNING), request);
    assertThat(decision).isInstanceOf(Decision.Refuse.class);
    assertThat(decision.reason().code()).isEqualTo(ReasonCode.DEADLINE_TOO_LATE);
    assertThat(decision.reason().sentence()).isEqualTo("may drain for 1h at most, not for 1h1s");
  }

  @Test
  void theFirstRequestStands() {
    Request request = within(Request.Action.LAND, Duration.ofMinutes(1));
    Decision decision = ask(SampleWorkers.in(WorkerState.LANDING), request);
    assertThat(decision).isInstanceOf(Decision.Keep.class);
    assertThat(decision.reason().code()).isEqualTo(ReasonCode.ALREADY_ASKED);
  }
}
