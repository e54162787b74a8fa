package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.SampleWorkers.GATEWAY;
import static tsa.lifecycle.SampleWorkers.T0;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;
import tsa.worker.Incarnation;
import tsa.worker.Machine;
import tsa.worker.WorkerState;

/** Keeping a worker out of new work: a mark that lasts, and touches nothing else. */
@Pure
class CordonTest {
  private static final Policy POLICY = Policy.DEFAULT;
  private static final Request CORDON =
      new Request.Submitted(Request.Action.CORDON, "ann", "noisy fan");
  private static final Request UNCORDON = new Request.Submitted(Request.Action.UNCORDON, "bob", "");

  private static Decision ask(WorkerRecord worker, Request request) {
    EvaluationStatus unfit = new EvaluationStatus(null, "not asked");
    Evidence evidence = new Evidence(request, unfit, new Fleet(0, 0, 0, 0, 0));
    return Lifecycle.decide(worker, evidence, POLICY, T0.plusSeconds(1));
  }

  private static WorkerRecord done(WorkerRecord worker, Request request) {
    Decision.Mark mark = (Decision.Mark) ask(worker, request);
    return RecordChanges.marked(worker, mark, request, T0.plusSeconds(1));
  }

  @Test
  void aWorkerThatStillExistsCanBeKeptOutOfNewWorkInAnyState() {
    for (WorkerState state : WorkerState.values()) {
      Decision decision = ask(SampleWorkers.in(state), CORDON);
      if (state == WorkerState.RETIRED) {
        assertThat(decision).isInstanceOf(Decision.Refuse.class);
        assertThat(decision.reason().code()).isEqualTo(ReasonCode.RETIRED_ALREADY);
      } else {
        assertThat(decision).as(state.word()).isInstanceOf(Decision.Mark.class);
        assertThat(decision.reason().sentence())
            .isEqualTo("kept out of new work by ann: noisy fan");
      }
    }
  }

  @Test
  void itChangesNothingButTheMark() {
    for (WorkerState state : WorkerState.values()) {
      if (state == WorkerState.RETIRED) {
        continue;
      }
      WorkerRecord before =
          SampleWorkers.failing(SampleWorkers.in(state), 2, T0.minusSeconds(60), T0);
      WorkerRecord after = done(before, CORDON);
      Cordon mark = new Cordon("ann", "noisy fan", T0.plusSeconds(1));
      assertThat(after).isEqualTo(RecordBuilder.of(before).next().cordon(mark).build());
      assertThat(done(after, UNCORDON)).isEqualTo(RecordBuilder.of(before).next().next().build());
    }
  }

  @Test
  void askedTwiceItIsDoneAlreadyAndTheFirstRequestStands() {
    WorkerRecord cordoned = SampleWorkers.cordoned(SampleWorkers.in(WorkerState.RUNNING));
    Decision again = ask(cordoned, CORDON);
    assertThat(again).isInstanceOf(Decision.Keep.class);
    assertThat(again.reason().sentence())
        .isEqualTo("is kept out of new work already, by operator: noisy fan");
    Decision twice = ask(SampleWorkers.in(WorkerState.RUNNING), UNCORDON);
    assertThat(twice).isInstanceOf(Decision.Keep.class);
    assertThat(twice.reason().code()).isEqualTo(ReasonCode.NOT_CORDONED);
  }

  @Test
  void theMarkOfAWorkerThatIsGoneCanStillBeLifted() {
    WorkerRecord retired = SampleWorkers.cordoned(SampleWorkers.in(WorkerState.RETIRED));
    assertThat(done(retired, UNCORDON).cordon()).isNull();
  }

  @Test
  void theRulesEvaluateACordonedWorkerAsAnyOther() {
    Evidence calm =
        new Evidence(
            Request.nothing(),
            new EvaluationStatus(T0.minus(Duration.ofDays(1)), ""),
            new Fleet(10, 0, 0, 9, 0));
    for (WorkerState state : WorkerState.values()) {
      for (WorkerRecord plain :
          new WorkerRecord[] {
            SampleWorkers.in(state),
            SampleWorkers.failing(SampleWorkers.in(state), 3, T0.minus(Duration.ofMinutes(3)), T0)
          }) {
        for (int seconds : new int[] {1, 59, 61, 130, 3601, 90_000}) {
          assertThat(
                  Lifecycle.decide(
                      SampleWorkers.cordoned(plain), calm, POLICY, T0.plusSeconds(seconds)))
              .isEqualTo(Lifecycle.decide(plain, calm, POLICY, T0.plusSeconds(seconds)));
        }
      }
    }
  }

  @Test
  void itOutlastsEveryMove() {
    for (Transitions.TransitionKey cell : Transitions.all().keySet()) {
      if (cell.from().isEmpty() || Transitions.all().get(cell).isEmpty()) {
        continue;
      }
      WorkerRecord worker = SampleWorkers.cordoned(SampleWorkers.in(cell.from().get()));
      Decision.Move move =
          Decision.move(worker, cell.cause(), Reason.of(ReasonCode.DRAINED), POLICY, T0);
      assertThat(RecordChanges.moved(worker, move, Request.nothing(), POLICY, T0).cordon())
          .as("%s", cell)
          .isEqualTo(worker.cordon());
    }
  }

  @Test
  void itOutlastsAReconnectAndANewMachineUnderTheName() {
    WorkerRecord worker = SampleWorkers.cordoned(SampleWorkers.in(WorkerState.LANDED));
    for (Machine machine : new Machine[] {worker.machine(), new Machine(2000, "SHA256:key")}) {
      WorkerRecord known =
          machine.equals(worker.machine())
              ? SampleWorkers.cordoned(SampleWorkers.in(WorkerState.RUNNING))
              : worker;
      Candidate candidate =
          new Candidate(
              worker.registration(),
              machine,
              new Incarnation(9),
              true,
              "",
              passed(),
              Duration.ZERO);
      Admission admission =
          AdmissionRules.decide(
              Optional.of(known), candidate, null, GATEWAY, POLICY, T0.plusSeconds(9));
      assertThat(admission)
          .isInstanceOfSatisfying(
              Admission.Admit.class,
              admit -> {
                assertThat(admit.record().state()).isEqualTo(WorkerState.RUNNING);
                assertThat(admit.record().cordon()).isEqualTo(worker.cordon());
              });
    }
  }

  private static CheckReport passed() {
    return new CheckReport(Verdict.HEALTHY, null, Duration.ofMillis(9), List.of());
  }
}
