package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.Workers.T0;

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

  private static Asked.Request within(Asked.What what, Duration time) {
    return new Asked.Request(what, "ann", "disk", time);
  }

  private static Decision ask(WorkerRecord worker, Asked asked) {
    Evidence evidence = new Evidence(asked, new Judge(null, "not asked"), new Fleet(0, 0, 0, 0, 0));
    return Lifecycle.decide(worker, evidence, POLICY, T0);
  }

  private static Drain drain(WorkerRecord worker, Asked asked) {
    Decision.Move move = (Decision.Move) ask(worker, asked);
    return Objects.requireNonNull(Changes.moved(worker, move, asked, POLICY, T0).drain());
  }

  @ParameterizedTest
  @EnumSource(names = {"LAND", "RETIRE"})
  void aShorterTimeIsGiven(Asked.What what) {
    Duration time = Duration.ofMinutes(10);
    WorkerRecord worker = Workers.in(WorkerState.RUNNING);
    assertThat(drain(worker, within(what, time)).deadline()).isEqualTo(T0.plus(time));
    assertThat(drain(worker, within(what, LIMIT)).deadline()).isEqualTo(T0.plus(LIMIT));
  }

  @ParameterizedTest
  @EnumSource(names = {"LAND", "RETIRE"})
  void withoutOneThePolicyCounts(Asked.What what) {
    Asked asked = new Asked.Request(what, "ann", "disk");
    WorkerRecord worker = Workers.in(WorkerState.RUNNING);
    assertThat(drain(worker, asked).deadline()).isEqualTo(T0.plus(LIMIT));
  }

  @ParameterizedTest
  @EnumSource(names = {"LAND", "RETIRE"})
  void aLongerTimeIsRefusedWithBothNumbers(Asked.What what) {
    Asked asked = within(what, LIMIT.plusNanos(1_000_000_000));
    Decision decision = ask(Workers.in(WorkerState.RUNNING), asked);
    assertThat(decision).isInstanceOf(Decision.Refuse.class);
    assertThat(decision.reason().code()).isEqualTo(ReasonCode.DEADLINE_TOO_LATE);
    assertThat(decision.reason().sentence()).isEqualTo("may drain for 1h at most, not for 1h1s");
  }

  @Test
  void theFirstRequestStands() {
    Asked asked = within(Asked.What.LAND, Duration.ofMinutes(1));
    Decision decision = ask(Workers.in(WorkerState.LANDING), asked);
    assertThat(decision).isInstanceOf(Decision.Keep.class);
    assertThat(decision.reason().code()).isEqualTo(ReasonCode.ALREADY_ASKED);
  }
}
