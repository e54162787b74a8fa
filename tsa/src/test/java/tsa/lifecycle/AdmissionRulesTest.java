package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.Workers.GATEWAY;
import static tsa.lifecycle.Workers.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Machine;
import tsa.worker.WorkerState;

/** Who may be in charge of a name. */
class AdmissionRulesTest {
  private static final Address ADDRESS = new Address("10.0.0.2:1", "http://10.0.0.2:2");
  private static final Machine SAME = new Machine(1000, "SHA256:key");
  private static final Machine RESTARTED = new Machine(2000, "SHA256:key");
  private static final Instant LATER = T0.plus(Duration.ofMinutes(5));

  private static Admission decide(
      @Nullable WorkerRecord known,
      Machine machine,
      boolean beaten,
      @Nullable Verdict check,
      Instant now) {
    CheckReport report =
        check == null ? null : new CheckReport(check, null, Duration.ofMillis(300), List.of());
    Candidate candidate =
        new Candidate(
            Workers.registration("w", false),
            machine,
            new Incarnation(9),
            beaten,
            "",
            report,
            Duration.ZERO);
    return AdmissionRules.decide(
        Optional.ofNullable(known), candidate, ADDRESS, GATEWAY, Policy.DEFAULT, now);
  }

  @Test
  void aNewcomerNeedsABeatThenACheckThenRuns() {
    assertThat(decide(null, SAME, false, null, T0)).isInstanceOf(Admission.NeedsBeat.class);
    assertThat(decide(null, SAME, true, null, T0)).isInstanceOf(Admission.NeedsCheck.class);
    for (Verdict verdict : List.of(Verdict.FAILING, Verdict.INCONCLUSIVE, Verdict.UNREACHABLE)) {
      assertThat(decide(null, SAME, true, verdict, T0).reason().code())
          .isEqualTo(ReasonCode.CHECK_NOT_PASSED);
    }
    for (Verdict verdict : List.of(Verdict.HEALTHY, Verdict.DEGRADED, Verdict.SATURATED)) {
      assertThat(decide(null, SAME, true, verdict, T0))
          .isInstanceOfSatisfying(
              Admission.Admit.class,
              admit -> assertThat(admit.record().state()).isEqualTo(WorkerState.RUNNING));
    }
  }

  @Test
  void b1ReconnectingKeepsTheStateAndTheDrain() {
    for (WorkerState state :
        List.of(WorkerState.LANDING, WorkerState.RETIRING, WorkerState.STALLED)) {
      WorkerRecord known = Workers.in(state);
      assertThat(decide(known, SAME, true, null, LATER))
          .isInstanceOfSatisfying(
              Admission.Admit.class,
              admit -> {
                assertThat(admit.record().state()).isEqualTo(state);
                assertThat(admit.record().drain()).isEqualTo(known.drain());
                assertThat(admit.record().incarnation()).isEqualTo(new Incarnation(9));
                assertThat(admit.record().address()).isEqualTo(ADDRESS);
                assertThat(admit.joined()).isFalse();
              });
    }
  }

  @Test
  void aRestartedMachineRunsAgainFromEveryState() {
    for (WorkerState state : WorkerState.values()) {
      assertThat(decide(Workers.in(state), RESTARTED, true, Verdict.HEALTHY, LATER))
          .as(state.word())
          .isInstanceOfSatisfying(
              Admission.Admit.class,
              admit -> {
                assertThat(admit.record().state()).isEqualTo(WorkerState.RUNNING);
                assertThat(admit.record().drain()).isNull();
                assertThat(admit.joined()).isTrue();
                assertThat(Transitions.target(Optional.of(state), Cause.JOINED))
                    .contains(Optional.of(WorkerState.RUNNING));
              });
    }
  }

  @Test
  void aProcessThatShouldHaveStoppedIsToldAgain() {
    assertThat(decide(Workers.in(WorkerState.LANDED), SAME, true, null, LATER))
        .isEqualTo(new Admission.End(Ending.of(Ending.Kind.STOP, Reason.of(ReasonCode.LANDED))));
    assertThat(decide(Workers.forHealth(Workers.in(WorkerState.RETIRED)), SAME, true, null, LATER))
        .isInstanceOfSatisfying(
            Admission.End.class,
            end -> assertThat(end.ending().kind()).isEqualTo(Ending.Kind.FAIL));
  }

  @Test
  void b16ASecondLiveMachineUnderTheSameNameWaits() {
    WorkerRecord alive = Workers.in(WorkerState.RUNNING);
    Instant presumedAlive = T0.plus(Policy.DEFAULT.reach().stallAfter());
    assertThat(decide(alive, RESTARTED, true, Verdict.HEALTHY, presumedAlive.minusNanos(1)))
        .isInstanceOfSatisfying(
            Admission.Wait.class,
            wait -> {
              assertThat(wait.reason().code()).isEqualTo(ReasonCode.OTHER_MACHINE_ALIVE);
              assertThat(wait.until()).isEqualTo(presumedAlive);
            });
    assertThat(decide(alive, RESTARTED, true, Verdict.HEALTHY, presumedAlive))
        .isInstanceOf(Admission.Admit.class);
  }

  @Test
  void b5AnOlderRegistrationHandsOver() {
    WorkerRecord newer = Workers.in(WorkerState.RUNNING);
    Candidate late =
        new Candidate(
            newer.registration(), SAME, new Incarnation(2), true, "", null, Duration.ZERO);
    assertThat(
            AdmissionRules.decide(
                Optional.of(newer), late, ADDRESS, GATEWAY, Policy.DEFAULT, LATER))
        .isInstanceOfSatisfying(
            Admission.End.class,
            end -> assertThat(end.ending().kind()).isEqualTo(Ending.Kind.HAND_OVER));
  }

  @Test
  void quarantineGrowsToItsLimit() {
    assertThat(Changes.quarantine(1, Policy.DEFAULT)).isEqualTo(Duration.ofMinutes(1));
    assertThat(Changes.quarantine(2, Policy.DEFAULT)).isEqualTo(Duration.ofMinutes(2));
    assertThat(Changes.quarantine(6, Policy.DEFAULT)).isEqualTo(Duration.ofMinutes(32));
    assertThat(Changes.quarantine(7, Policy.DEFAULT)).isEqualTo(Duration.ofHours(1));
    assertThat(Changes.quarantine(1_000_000, Policy.DEFAULT)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aNameRetiredAsBrokenWaitsOutItsQuarantine() {
    WorkerRecord running = Workers.failing(Workers.in(WorkerState.RUNNING), 3, T0, T0);
    Decision.Move move =
        Decision.move(
            running,
            Cause.CHECKS_FAILED,
            Reason.of(
                ReasonCode.CHECKS_FAILED, "failures", 3, "time", "2m", "step", "run", "cause", "x"),
            Policy.DEFAULT,
            T0);
    WorkerRecord retiring = Changes.moved(running, move, Asked.nothing(), Policy.DEFAULT, T0);
    Instant end = T0.plus(Policy.DEFAULT.quarantines().min());
    assertThat(
            decide(retiring, RESTARTED, true, Verdict.HEALTHY, end.minusNanos(1)).reason().code())
        .isIn(ReasonCode.QUARANTINED, ReasonCode.OTHER_MACHINE_ALIVE);
    assertThat(decide(retiring, RESTARTED, true, Verdict.HEALTHY, end))
        .isInstanceOf(Admission.Admit.class);
  }
}
