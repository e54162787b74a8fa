package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.testing.Pure;
import tsa.worker.Address;
import tsa.worker.Load;
import tsa.worker.Machine;
import tsa.worker.WorkerState;

/** What the ATC is told next, for each state and all that it may have been told before. */
@Pure
class AtcRulesTest {
  private static final Address HERE = new Address("10.0.0.1:7777", "http://10.0.0.1:7788");
  private static final Address ELSEWHERE = new Address("10.0.0.2:7777", "http://10.0.0.2:7788");
  private static final List<WorkerState> THEIRS =
      List.of(
          WorkerState.RUNNING,
          WorkerState.STALLED,
          WorkerState.LANDING,
          WorkerState.LANDED,
          WorkerState.RETIRING);

  private static WorkerRecord in(WorkerState state) {
    WorkerRecord worker = SampleWorkers.in(state);
    return RecordBuilder.of(worker).address(state.isEnded() ? null : HERE).build();
  }

  private static AtcTold told(WorkerRecord worker, WorkerState state, AtcWord word) {
    return AtcTold.of(worker, state, HERE, word);
  }

  private static AtcTold told(WorkerRecord worker, WorkerState state) {
    return told(worker, state, new AtcWord.RowState(state));
  }

  @Test
  void aWorkerThatNothingWasToldOfIsRegisteredAsItIs() {
    assertThat(AtcRules.next(in(WorkerState.RUNNING), null, true))
        .isEqualTo(new AtcStep.Register(WorkerState.RUNNING, false));
    assertThat(AtcRules.next(in(WorkerState.RUNNING), null, false))
        .isEqualTo(new AtcStep.Register(WorkerState.STALLED, false));
  }

  @Test
  void withoutAnAddressThereIsNothingToRegister() {
    WorkerRecord worker = RecordBuilder.of(in(WorkerState.RUNNING)).address(null).build();
    assertThat(AtcRules.next(worker, null, true)).isInstanceOf(AtcStep.Nothing.class);
    AtcTold gone = told(worker, WorkerState.RUNNING, new AtcWord.NoRow());
    assertThat(AtcRules.next(worker, gone, true)).isInstanceOf(AtcStep.Nothing.class);
  }

  @Test
  void outOfSchedulingIsARegistrationAndBackIsAHeartbeat() {
    WorkerRecord worker = in(WorkerState.RUNNING);
    assertThat(AtcRules.next(worker, told(worker, WorkerState.RUNNING), false))
        .isEqualTo(new AtcStep.Register(WorkerState.STALLED, false));
    assertThat(AtcRules.next(worker, told(worker, WorkerState.STALLED), true))
        .isInstanceOf(AtcStep.SendHeartbeat.class);
  }

  @Test
  void whoIsOutOfReachIsTakenOutAndGivesItsAddressUp() {
    WorkerRecord worker = RecordBuilder.of(in(WorkerState.STALLED)).address(null).build();
    for (WorkerState before : List.of(WorkerState.RUNNING, WorkerState.STALLED)) {
      assertThat(AtcRules.next(worker, told(worker, before), false))
          .isEqualTo(new AtcStep.Register(WorkerState.STALLED, false));
    }
    AtcTold nowhere =
        AtcTold.of(
            worker,
            WorkerState.STALLED,
            AtcRules.nowhere(worker.name()),
            new AtcWord.RowState(WorkerState.STALLED));
    assertThat(AtcRules.next(worker, nowhere, false)).isInstanceOf(AtcStep.Nothing.class);
  }

  @Test
  void anotherAddressOrRegistrationIsToldInTheStateThatIsMeant() {
    for (WorkerState state : List.of(WorkerState.RUNNING, WorkerState.LANDING)) {
      WorkerRecord worker = in(state);
      AtcTold moved = AtcTold.of(worker, state, ELSEWHERE, new AtcWord.RowState(state));
      assertThat(AtcRules.next(worker, moved, true)).isEqualTo(new AtcStep.Register(state, false));
      WorkerRecord again = RecordBuilder.of(worker).incarnation(99, worker.admittedAt()).build();
      assertThat(AtcRules.next(again, told(worker, state), true))
          .isEqualTo(new AtcStep.Register(state, false));
    }
  }

  @Test
  void anotherMachineWithAnEmptyDiskIsDeletedFirst() {
    WorkerRecord worker = in(WorkerState.RUNNING);
    AtcTold before = told(worker, WorkerState.RUNNING);
    WorkerRecord other =
        RecordBuilder.of(worker)
            .incarnation(99, worker.admittedAt())
            .machine(new Machine(worker.machine().startTime() + 1, "key"))
            .heartbeat(new Heartbeat(worker.admittedAt(), new Load(0, 0, 2)))
            .build();
    assertThat(AtcRules.next(other, before, true))
        .isEqualTo(new AtcStep.Register(WorkerState.RUNNING, true));
    WorkerRecord withVolumes =
        RecordBuilder.of(other)
            .heartbeat(new Heartbeat(worker.admittedAt(), new Load(0, 1, 0)))
            .build();
    assertThat(AtcRules.next(withVolumes, before, true))
        .isEqualTo(new AtcStep.Register(WorkerState.RUNNING, false));
  }

  @Test
  void whatIsOnAnotherMachineIsAwaited() {
    WorkerRecord worker = in(WorkerState.RUNNING);
    WorkerRecord other =
        RecordBuilder.of(worker)
            .incarnation(99, worker.admittedAt())
            .machine(new Machine(worker.machine().startTime() + 1, "key"))
            .heartbeat(null)
            .build();
    assertThat(AtcRules.next(other, told(worker, WorkerState.RUNNING), true))
        .isInstanceOf(AtcStep.Nothing.class);
    assertThat(AtcRules.next(other, null, true))
        .isEqualTo(new AtcStep.Register(WorkerState.RUNNING, false));
  }

  @Test
  void aRowOfAnotherTeamIsDeletedFirst() {
    WorkerRecord worker = in(WorkerState.RUNNING);
    AtcTold theirs =
        new AtcTold(
            worker.name(),
            "others",
            worker.incarnation(),
            worker.machine().startTime(),
            1,
            WorkerState.RUNNING,
            HERE,
            new AtcWord.NoRow());
    assertThat(AtcRules.next(worker, theirs, true))
        .isEqualTo(new AtcStep.Register(WorkerState.RUNNING, true));
  }

  /** A register that was late may have come after the request to land. */
  @Test
  void aDrainThatTheAtcDoesNotKnowIsAskedForAgain() {
    WorkerRecord landing = in(WorkerState.LANDING);
    AtcTold undone = told(landing, WorkerState.LANDING, new AtcWord.RowState(WorkerState.RUNNING));
    assertThat(AtcRules.next(landing, undone, true)).isInstanceOf(AtcStep.LandRow.class);
  }

  @Test
  void whoIsGoneThereIsRegisteredAnew() {
    WorkerRecord worker = in(WorkerState.RUNNING);
    AtcTold gone = told(worker, WorkerState.RUNNING, new AtcWord.NoRow());
    assertThat(AtcRules.next(worker, gone, true))
        .isEqualTo(new AtcStep.Register(WorkerState.RUNNING, false));
  }

  @Test
  void drainsAreAskedForOnceAndEndByTheWordOfTheAtc() {
    WorkerRecord landing = in(WorkerState.LANDING);
    WorkerRecord retiring = in(WorkerState.RETIRING);
    assertThat(AtcRules.next(landing, told(landing, WorkerState.RUNNING), true))
        .isInstanceOf(AtcStep.LandRow.class);
    assertThat(AtcRules.next(retiring, told(retiring, WorkerState.STALLED), true))
        .isInstanceOf(AtcStep.RetireRow.class);
    assertThat(AtcRules.next(landing, null, true)).isInstanceOf(AtcStep.LandRow.class);
    assertThat(AtcRules.next(landing, told(landing, WorkerState.LANDING), true))
        .isInstanceOf(AtcStep.Nothing.class);
    AtcTold landedThere =
        told(retiring, WorkerState.LANDING, new AtcWord.RowState(WorkerState.LANDED));
    assertThat(AtcRules.next(retiring, landedThere, true)).isInstanceOf(AtcStep.DeleteRow.class);
  }

  @Test
  void whoIsGoneForGoodIsRemovedThereAndThenStruckOff() {
    WorkerRecord retired = in(WorkerState.RETIRED);
    assertThat(AtcRules.next(retired, null, true)).isInstanceOf(AtcStep.Nothing.class);
    for (WorkerState state : THEIRS) {
      assertThat(AtcRules.next(retired, told(retired, state), true))
          .isInstanceOf(AtcStep.DeleteRow.class);
      assertThat(AtcRules.forgotten(told(retired, state))).isInstanceOf(AtcStep.DeleteRow.class);
    }
    AtcTold gone = told(retired, WorkerState.RETIRING, new AtcWord.NoRow());
    assertThat(AtcRules.next(retired, gone, true)).isInstanceOf(AtcStep.StrikeOff.class);
    assertThat(AtcRules.forgotten(gone)).isInstanceOf(AtcStep.StrikeOff.class);
  }

  /** A session never ends while the row there says that builds may be sent. */
  @ParameterizedTest
  @EnumSource(
      value = WorkerState.class,
      names = {"LANDED", "RETIRED"})
  void aSessionEndsOnceTheAtcWasTold(WorkerState ended) {
    WorkerRecord worker = in(ended);
    List<WorkerState> mayEnd = new ArrayList<>();
    for (WorkerState state : THEIRS) {
      if (AtcRules.mayEnd(worker, told(worker, state))) {
        mayEnd.add(state);
      }
    }
    assertThat(mayEnd)
        .isEqualTo(
            ended == WorkerState.RETIRED
                ? List.of()
                : List.of(WorkerState.LANDING, WorkerState.LANDED));
    assertThat(AtcRules.mayEnd(worker, told(worker, WorkerState.RUNNING, new AtcWord.NoRow())))
        .isTrue();
    assertThat(AtcRules.mayEnd(worker, null)).isTrue();
  }

  /** Whatever was told: doing what is next leads to where nothing is next. */
  @Test
  void eachStepLeadsToTheEnd() {
    for (WorkerState state : WorkerState.values()) {
      for (boolean scheduled : List.of(true, false)) {
        for (WorkerState before : THEIRS) {
          for (WorkerState there : THEIRS) {
            WorkerRecord worker = in(state);
            AtcTold told = told(worker, before, new AtcWord.RowState(there));
            AtcStep next = AtcRules.next(worker, told, scheduled);
            for (int i = 0; i < 3 && !(next instanceof AtcStep.Nothing) && told != null; i++) {
              told = done(worker, told, next);
              next = AtcRules.next(worker, told, scheduled);
            }
            assertThat(next)
                .as("%s, scheduled %s, told %s, there %s", state, scheduled, before, there)
                .isInstanceOf(AtcStep.Nothing.class);
          }
        }
      }
    }
  }

  private static AtcTold done(WorkerRecord worker, AtcTold told, AtcStep step) {
    return switch (step) {
      case AtcStep.Register register -> told(worker, register.state());
      case AtcStep.SendHeartbeat _ -> told(worker, WorkerState.RUNNING);
      case AtcStep.LandRow _ -> told(worker, WorkerState.LANDING);
      case AtcStep.RetireRow _ -> told(worker, WorkerState.RETIRING);
      case AtcStep.DeleteRow _ -> told.saying(new AtcWord.NoRow());
      case AtcStep.Nothing _ -> told;
      case AtcStep.StrikeOff _ -> null;
    };
  }
}
