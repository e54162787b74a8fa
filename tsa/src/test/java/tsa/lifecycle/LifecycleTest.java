package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.lifecycle.SampleWorkers.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;
import tsa.worker.Load;
import tsa.worker.WorkerState;

/** The rules one by one, as a person would state them. */
@Pure
class LifecycleTest {
  private static final Policy POLICY = Policy.DEFAULT;
  private static final EvaluationStatus FIT =
      new EvaluationStatus(T0.minus(Duration.ofHours(1)), "");
  private static final Fleet FLEET = new Fleet(10, 0, 0, 9, 0);

  private static Decision decide(WorkerRecord worker, Instant now) {
    return decide(worker, FIT, FLEET, now);
  }

  private static Decision decide(
      WorkerRecord worker, EvaluationStatus evaluation, Fleet fleet, Instant now) {
    return Lifecycle.decide(
        worker, new Evidence(Request.nothing(), evaluation, fleet), POLICY, now);
  }

  private static Decision ask(WorkerState state, Request.Action what) {
    Request request = new Request.Submitted(what, "operator", "disk swap");
    return Lifecycle.decide(
        SampleWorkers.in(state), new Evidence(request, FIT, FLEET), POLICY, T0.plusSeconds(1));
  }

  private static ReasonCode code(Decision decision) {
    return decision.reason().code();
  }

  private static WorkerRecord broken() {
    Instant since = T0.minus(Duration.ofMinutes(3));
    return SampleWorkers.failing(SampleWorkers.in(WorkerState.RUNNING), 3, since, T0);
  }

  @Test
  void silenceStallsAtTheLimitAndNotBefore() {
    WorkerRecord worker = SampleWorkers.in(WorkerState.RUNNING);
    assertThat(code(decide(worker, T0.plusSeconds(60).minusNanos(1)))).isEqualTo(ReasonCode.SILENT);
    Decision at = decide(worker, T0.plusSeconds(60));
    assertThat(at)
        .isInstanceOfSatisfying(
            Decision.Move.class, move -> assertThat(move.to()).isEqualTo(WorkerState.STALLED));
    assertThat(at.reason().sentence()).isEqualTo("no good heartbeat for 1m (limit 1m)");
  }

  @Test
  void silenceWhileEvaluationIsSuspendedDoesNotCount() {
    WorkerRecord worker = SampleWorkers.in(WorkerState.RUNNING);
    Instant now = T0.plus(Duration.ofMinutes(10));
    EvaluationStatus justFit = new EvaluationStatus(now.minusSeconds(59), "the database was away");
    assertThat(code(decide(worker, justFit, FLEET, now)))
        .isEqualTo(ReasonCode.HELD_EVALUATION_SUSPENDED);
    EvaluationStatus fitAgain = new EvaluationStatus(now.minusSeconds(60), "the database was away");
    assertThat(code(decide(worker, fitAgain, FLEET, now))).isEqualTo(ReasonCode.UNREACHABLE);
  }

  @Test
  void nobodyIsStalledWhenMostOfTheFleetIsOutOfReach() {
    Fleet cutOff = new Fleet(30, 30, 0, 0, 0);
    Decision decision =
        decide(SampleWorkers.in(WorkerState.RUNNING), FIT, cutOff, T0.plusSeconds(90));
    assertThat(code(decision)).isEqualTo(ReasonCode.HELD_FLEET_FREEZE);
  }

  @Test
  void aStalledWorkerComesBackWithItsFirstGoodHeartbeatAlsoWhenTheJudgeIsUnfit() {
    WorkerRecord back =
        SampleWorkers.heartbeat(SampleWorkers.in(WorkerState.STALLED), T0.plusSeconds(1), 0);
    Decision decision = decide(back, new EvaluationStatus(null, "x"), FLEET, T0.plusSeconds(1));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Move.class, move -> assertThat(move.to()).isEqualTo(WorkerState.RUNNING));
  }

  @Test
  void anEphemeralWorkerIsForgottenAfterItsGraceAndAPlainOneIsNot() {
    WorkerRecord plain = SampleWorkers.in(WorkerState.STALLED);
    Instant now = T0.plus(POLICY.connectivity().ephemeralGrace());
    assertThat(decide(SampleWorkers.ephemeral(plain), now)).isInstanceOf(Decision.Forget.class);
    assertThat(decide(SampleWorkers.ephemeral(plain), now.minusNanos(1)))
        .isInstanceOf(Decision.Keep.class);
    assertThat(decide(plain, now.plus(Duration.ofDays(30)))).isInstanceOf(Decision.Keep.class);
  }

  @Test
  void failingChecksRetireOnlyOftenAndLongEnough() {
    Instant now = T0.plusSeconds(1);
    WorkerRecord running = SampleWorkers.in(WorkerState.RUNNING);
    Instant longAgo = T0.minus(Duration.ofMinutes(5));
    assertThat(code(decide(SampleWorkers.failing(running, 2, longAgo, T0), now)))
        .isEqualTo(ReasonCode.FAILING);
    assertThat(code(decide(SampleWorkers.failing(running, 9, T0.minusSeconds(60), T0), now)))
        .isEqualTo(ReasonCode.FAILING);
    assertThat(decide(SampleWorkers.failing(running, 3, longAgo, T0), now))
        .isInstanceOfSatisfying(
            Decision.Move.class, move -> assertThat(move.to()).isEqualTo(WorkerState.RETIRING));
  }

  @Test
  void unreachableComesBeforeBrokenSoANetworkFaultNeverRetires() {
    assertThat(code(decide(broken(), T0.plusSeconds(60)))).isEqualTo(ReasonCode.UNREACHABLE);
  }

  @Test
  void eachBrakeHoldsARetirementWithAReasonOfItsOwn() {
    Instant now = T0.plusSeconds(1);
    assertThat(code(decide(broken(), new EvaluationStatus(T0, ""), FLEET, now)))
        .isEqualTo(ReasonCode.HELD_EVALUATION_SUSPENDED);
    assertThat(code(decide(broken(), FIT, new Fleet(10, 0, 2, 8, 0), now)))
        .isEqualTo(ReasonCode.HELD_FLEET_BRAKE);
    assertThat(code(decide(broken(), FIT, new Fleet(10, 0, 1, 8, 1), now)))
        .isEqualTo(ReasonCode.HELD_RETIRE_RATE);
    assertThat(code(decide(broken(), FIT, new Fleet(1, 0, 1, 0, 0), now)))
        .isEqualTo(ReasonCode.HELD_LAST_HEALTHY);
  }

  @Test
  void drainingEndsWhenTheWorkerItselfReportsNoWorkAfterTheRequest() {
    WorkerRecord landing = SampleWorkers.in(WorkerState.LANDING);
    Instant now = T0.plusSeconds(5);
    assertThat(code(decide(landing, now))).isEqualTo(ReasonCode.DRAINING);
    assertThat(code(decide(SampleWorkers.heartbeat(landing, T0.plusSeconds(1), 2), now)))
        .isEqualTo(ReasonCode.DRAINING);
    assertThat(decide(SampleWorkers.heartbeat(landing, T0.plusSeconds(1), 0), now))
        .isInstanceOfSatisfying(
            Decision.Move.class, move -> assertThat(move.to()).isEqualTo(WorkerState.LANDED));
  }

  @Test
  void drainingEndsAtItsDeadlineWithWorkLeft() {
    WorkerRecord busy =
        SampleWorkers.heartbeat(SampleWorkers.in(WorkerState.RETIRING), T0.plusSeconds(1), 2);
    Instant deadline = T0.plus(Duration.ofHours(1));
    assertThat(decide(busy, deadline.minusNanos(1))).isInstanceOf(Decision.Keep.class);
    assertThat(code(decide(busy, deadline))).isEqualTo(ReasonCode.DRAIN_DEADLINE);
  }

  @Test
  void aDrainNamesWhatHoldsItUp() {
    WorkerRecord landing = SampleWorkers.in(WorkerState.LANDING);
    Load load = new Load(3, 0, 0, List.of("task-a", "task-b"));
    WorkerRecord busy =
        RecordBuilder.of(landing).heartbeat(new Heartbeat(T0.plusSeconds(1), load)).build();
    assertThat(decide(busy, T0.plusSeconds(60)).reason().sentence())
        .isEqualTo("3 containers left: task-a, task-b and 1 more; ends in 59m at the latest");
    assertThat(decide(busy, T0.plus(Duration.ofHours(1))).reason().details())
        .containsEntry("blockers", "task-a, task-b and 1 more");
    assertThat(decide(SampleWorkers.unbeaten(landing), T0.plusSeconds(60)).reason().sentence())
        .isEqualTo("unknown containers left: it was never heard; ends in 59m at the latest");
  }

  @Test
  void aRecoveryTellsTheSilenceSinceTheLastGoodHeartbeat() {
    WorkerRecord running = SampleWorkers.in(WorkerState.RUNNING);
    Instant stalledAt = T0.plusSeconds(63);
    Decision.Move stall = (Decision.Move) decide(running, stalledAt);
    WorkerRecord stalled =
        RecordChanges.moved(running, stall, Request.nothing(), POLICY, stalledAt);
    WorkerRecord heard = SampleWorkers.heartbeat(stalled, T0.plusSeconds(100), 0);
    assertThat(decide(heard, T0.plusSeconds(101)).reason().sentence())
        .isEqualTo("a good heartbeat after 1m40s out of reach");
  }

  private static Policy withStalledTimeout(Duration limit) {
    Policy.Connectivity connectivity = POLICY.connectivity();
    return new Policy(
        new Policy.Connectivity(
            connectivity.heartbeatInterval(),
            connectivity.heartbeatLimit(),
            connectivity.stallAfter(),
            connectivity.ephemeralGrace(),
            limit),
        POLICY.health(),
        POLICY.drains(),
        POLICY.quarantines(),
        POLICY.brake());
  }

  @Test
  void b7ALandedWorkerThatIsGoneForGoodIsCleanedUpByTheTimeoutForStalledOnes() {
    WorkerRecord landed = SampleWorkers.in(WorkerState.LANDED);
    Duration limit = Duration.ofHours(2);
    Policy policy = withStalledTimeout(limit);
    Evidence calm = new Evidence(Request.nothing(), FIT, FLEET);
    Decision before = Lifecycle.decide(landed, calm, policy, T0.plus(limit).minusNanos(1));
    assertThat(before.next()).isEqualTo(new Decision.Next(NextAction.FORGET, T0.plus(limit)));
    Decision at = Lifecycle.decide(landed, calm, policy, T0.plus(limit));
    assertThat(at).isInstanceOf(Decision.Forget.class);
    assertThat(at.reason().sentence()).isEqualTo("landed 2h ago, and did not come back (limit 2h)");
    Evidence unfit = new Evidence(Request.nothing(), new EvaluationStatus(null, "x"), FLEET);
    assertThat(code(Lifecycle.decide(landed, unfit, policy, T0.plus(limit))))
        .isEqualTo(ReasonCode.HELD_EVALUATION_SUSPENDED);
    assertThat(decide(landed, T0.plus(Duration.ofDays(400))).next())
        .as("off by default")
        .isEqualTo(new Decision.Next(NextAction.AWAIT_RESTART, null));
  }

  @Test
  void aHoldSaysWhenItEndsWhereThatCanBeKnown() {
    Instant now = T0.plusSeconds(1);
    Duration window = POLICY.brake().window();
    assertThat(decide(broken(), FIT, new Fleet(10, 0, 2, 8, 0), now).next())
        .isEqualTo(new Decision.Next(NextAction.RELEASE, now.plus(window)));
    Fleet calmer = new Fleet(10, 0, 1, 8, 0, 0, T0.minusSeconds(60), null, null);
    assertThat(decide(broken(), FIT, calmer, now).next())
        .isEqualTo(new Decision.Next(NextAction.RELEASE, T0.minusSeconds(60).plus(window)));
    assertThat(decide(broken(), FIT, new Fleet(1, 0, 1, 0, 0), now).next())
        .as("another has to become healthy, which has no time")
        .isEqualTo(new Decision.Next(NextAction.RELEASE, null));
    assertThat(decide(broken(), new EvaluationStatus(T0, ""), FLEET, now).next())
        .isEqualTo(
            new Decision.Next(NextAction.RELEASE, T0.plus(POLICY.brake().evaluationGrace())));
  }

  @Test
  void aFreezeSaysWhenItEndsIfThatHangsOnThoseStalledLately() {
    Instant now = T0.plus(Duration.ofMinutes(9));
    List<WorkerRecord> workers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Instant since = T0.plusSeconds(i * 10L);
      workers.add(
          RecordBuilder.of(SampleWorkers.named(SampleWorkers.in(WorkerState.STALLED), "gone-" + i))
              .state(WorkerState.STALLED, since, Reason.of(ReasonCode.DRAINED))
              .build());
    }
    for (int i = 0; i < 4; i++) {
      workers.add(
          SampleWorkers.heartbeat(
              SampleWorkers.named(SampleWorkers.in(WorkerState.RUNNING), "w" + i), now, 0));
    }
    Fleet fleet = Fleet.of(workers, Retirements.NONE, POLICY, now);
    assertThat(fleet.freezeHolds(POLICY)).isTrue();
    Decision held = decide(SampleWorkers.in(WorkerState.RUNNING), FIT, fleet, now);
    assertThat(code(held)).isEqualTo(ReasonCode.HELD_FLEET_FREEZE);
    Instant secondGone = T0.plusSeconds(10).plus(POLICY.brake().window());
    assertThat(held.next()).isEqualTo(new Decision.Next(NextAction.RELEASE, secondGone));
    Fleet then = Fleet.of(workers, Retirements.NONE, POLICY, secondGone.minusNanos(1));
    assertThat(then.unreachable()).isGreaterThan(fleet.unreachable());
    assertThat(then.freezeEnds()).as("the others have not been heard either").isNull();
  }

  @Test
  void aMoveSaysWhatComesNextOnceItIsMade() {
    Instant now = T0.plusSeconds(90);
    assertThat(decide(SampleWorkers.in(WorkerState.RUNNING), now).next())
        .isEqualTo(new Decision.Next(NextAction.RECOVER, null));
    assertThat(decide(SampleWorkers.ephemeral(SampleWorkers.in(WorkerState.RUNNING)), now).next())
        .isEqualTo(
            new Decision.Next(NextAction.FORGET, now.plus(POLICY.connectivity().ephemeralGrace())));
    assertThat(decide(broken(), T0.plusSeconds(1)).next())
        .isEqualTo(
            new Decision.Next(
                NextAction.END_DRAIN, T0.plusSeconds(1).plus(POLICY.drains().timeout())));
    assertThat(ask(WorkerState.LANDED, Request.Action.RETIRE).next())
        .isEqualTo(
            new Decision.Next(
                NextAction.FORGET, T0.plusSeconds(1).plus(POLICY.drains().retention())));
    assertThat(ask(WorkerState.STALLED, Request.Action.PRUNE).next())
        .isEqualTo(new Decision.Next(NextAction.JOIN_ANEW, null));
  }

  @Test
  void whatIsOffTheTableCannotBeBuilt() {
    Reason reason = Reason.of(ReasonCode.DRAINED);
    Decision.Next next = new Decision.Next(NextAction.RECOVER, null);
    for (WorkerState from : WorkerState.values()) {
      for (TransitionCause cause : TransitionCause.values()) {
        Optional<Optional<WorkerState>> target = Transitions.target(Optional.of(from), cause);
        boolean moves = target.isPresent() && target.get().isPresent();
        boolean forgets = target.isPresent() && target.get().isEmpty();
        if (moves) {
          assertThat(new Decision.Move(from, cause, reason, next).to())
              .isEqualTo(target.get().get());
        } else {
          assertThatThrownBy(() -> new Decision.Move(from, cause, reason, next))
              .isInstanceOf(IllegalStateException.class);
        }
        if (forgets) {
          assertThat(new Decision.Forget(from, cause, reason).cause()).isEqualTo(cause);
        } else {
          assertThatThrownBy(() -> new Decision.Forget(from, cause, reason))
              .isInstanceOf(IllegalStateException.class);
        }
      }
    }
  }

  @Test
  void b2LandedCanBeRetired() {
    assertThat(ask(WorkerState.LANDED, Request.Action.RETIRE))
        .isInstanceOfSatisfying(
            Decision.Move.class, move -> assertThat(move.to()).isEqualTo(WorkerState.RETIRED));
  }

  @Test
  void b7LandingDoesNotUndoRetiring() {
    assertThat(ask(WorkerState.RETIRING, Request.Action.LAND)).isInstanceOf(Decision.Refuse.class);
  }

  @Test
  void repeatedRequestsAreDoneAlready() {
    for (WorkerState state : new WorkerState[] {WorkerState.LANDING, WorkerState.LANDED}) {
      assertThat(code(ask(state, Request.Action.LAND))).isEqualTo(ReasonCode.ALREADY_ASKED);
    }
    for (WorkerState state : new WorkerState[] {WorkerState.RETIRING, WorkerState.RETIRED}) {
      assertThat(code(ask(state, Request.Action.RETIRE))).isEqualTo(ReasonCode.ALREADY_ASKED);
    }
  }

  @Test
  void onlyARunningWorkerCannotBePruned() {
    assertThat(ask(WorkerState.RUNNING, Request.Action.PRUNE).reason().sentence())
        .isEqualTo("cannot prune running worker");
    for (WorkerState state : WorkerState.values()) {
      if (state != WorkerState.RUNNING) {
        assertThat(ask(state, Request.Action.PRUNE)).isInstanceOf(Decision.Forget.class);
      }
    }
  }
}
