package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.SampleWorkers.GATEWAY;
import static tsa.lifecycle.SampleWorkers.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerState;

/** Who may be in charge of a name. */
@Pure
class AdmissionRulesTest {
  private static final Address ADDRESS = new Address("10.0.0.2:1", "http://10.0.0.2:2");
  private static final Machine SAME = new Machine(1000, "SHA256:key");
  private static final Machine RESTARTED = new Machine(2000, "SHA256:key");
  private static final Instant LATER = T0.plus(Duration.ofMinutes(5));

  private static Admission decide(
      @Nullable WorkerRecord known,
      Machine machine,
      boolean heartbeatReceived,
      @Nullable Verdict check,
      Instant now) {
    CheckReport report =
        check == null ? null : new CheckReport(check, null, Duration.ofMillis(300), List.of());
    Candidate candidate =
        new Candidate(
            SampleWorkers.registration("w", false),
            machine,
            new Incarnation(9),
            heartbeatReceived,
            "",
            report,
            Duration.ZERO);
    return AdmissionRules.decide(
        Optional.ofNullable(known), candidate, ADDRESS, GATEWAY, Policy.DEFAULT, now);
  }

  @Test
  void aNewcomerNeedsAHeartbeatThenACheckThenRuns() {
    assertThat(decide(null, SAME, false, null, T0)).isInstanceOf(Admission.NeedsHeartbeat.class);
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
      WorkerRecord known = SampleWorkers.in(state);
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
      assertThat(decide(SampleWorkers.in(state), RESTARTED, true, Verdict.HEALTHY, LATER))
          .as(state.word())
          .isInstanceOfSatisfying(
              Admission.Admit.class,
              admit -> {
                assertThat(admit.record().state()).isEqualTo(WorkerState.RUNNING);
                assertThat(admit.record().drain()).isNull();
                assertThat(admit.joined()).isTrue();
                assertThat(Transitions.target(Optional.of(state), TransitionCause.JOINED))
                    .contains(Optional.of(WorkerState.RUNNING));
              });
    }
  }

  @Test
  void aProcessThatShouldHaveStoppedIsToldAgain() {
    assertThat(decide(SampleWorkers.in(WorkerState.LANDED), SAME, true, null, LATER))
        .isEqualTo(
            new Admission.End(SessionEnd.of(SessionEnd.Kind.STOP, Reason.of(ReasonCode.LANDED))));
    assertThat(
            decide(
                SampleWorkers.forHealth(SampleWorkers.in(WorkerState.RETIRED)),
                SAME,
                true,
                null,
                LATER))
        .isInstanceOfSatisfying(
            Admission.End.class,
            end -> assertThat(end.ending().kind()).isEqualTo(SessionEnd.Kind.FAIL));
  }

  /** Who owns the name is for operators; a stranger reads that it is taken. */
  @Test
  void whoseANameIsStaysInTheHistory() {
    WorkerRecord running = SampleWorkers.in(WorkerState.RUNNING);
    Registration ours = SampleWorkers.registration("w", false);
    Registration of =
        new Registration(
            ours.name(),
            "secret-team",
            ours.platform(),
            ours.tags(),
            ours.version(),
            ours.startTime(),
            false,
            ours.resourceTypes(),
            null,
            null,
            null,
            null,
            0);
    WorkerRecord theirs = RecordBuilder.of(running).registration(of).build();
    assertThat(decide(theirs, RESTARTED, true, Verdict.HEALTHY, LATER))
        .isInstanceOfSatisfying(
            Admission.End.class,
            end -> {
              assertThat(end.ending().kind()).isEqualTo(SessionEnd.Kind.FAIL);
              assertThat(end.ending().reason())
                  .isEqualTo(Reason.of(ReasonCode.OTHER_TEAM, "owner", "team secret-team"));
              assertThat(end.ending().told())
                  .isEqualTo("the name belongs to a worker of another team");
            });
    Reason landed = Reason.of(ReasonCode.LANDED);
    assertThat(SessionEnd.of(SessionEnd.Kind.STOP, landed).told()).isEqualTo(landed.sentence());
  }

  @Test
  void b16ASecondLiveMachineUnderTheSameNameWaits() {
    WorkerRecord alive = SampleWorkers.in(WorkerState.RUNNING);
    Instant presumedAlive = T0.plus(Policy.DEFAULT.connectivity().stallAfter());
    assertThat(decide(alive, RESTARTED, true, Verdict.HEALTHY, presumedAlive.minusNanos(1)))
        .isInstanceOfSatisfying(
            Admission.Wait.class,
            wait -> {
              assertThat(wait.reason().code()).isEqualTo(ReasonCode.OTHER_MACHINE_ALIVE);
              assertThat(wait.until()).isEqualTo(presumedAlive);
            });
    assertThat(decide(alive, RESTARTED, true, Verdict.HEALTHY, presumedAlive))
        .isInstanceOf(Admission.Admit.class);
    Machine otherKey = new Machine(1000, "SHA256:other");
    assertThat(
            decide(alive, otherKey, true, Verdict.HEALTHY, presumedAlive.minusNanos(1))
                .reason()
                .code())
        .as("the same start time under another key is another machine too")
        .isEqualTo(ReasonCode.OTHER_MACHINE_ALIVE);
  }

  @Test
  void b5AnOlderRegistrationHandsOver() {
    WorkerRecord newer = SampleWorkers.in(WorkerState.RUNNING);
    Candidate late =
        new Candidate(
            newer.registration(), SAME, new Incarnation(2), true, "", null, Duration.ZERO);
    assertThat(
            AdmissionRules.decide(
                Optional.of(newer), late, ADDRESS, GATEWAY, Policy.DEFAULT, LATER))
        .isInstanceOfSatisfying(
            Admission.End.class,
            end -> assertThat(end.ending().kind()).isEqualTo(SessionEnd.Kind.HAND_OVER));
  }

  @Test
  void aCheckThatIsTooOldIsMadeAgain() {
    Duration fresh = Policy.DEFAULT.health().freshness();
    CheckReport passed = new CheckReport(Verdict.HEALTHY, null, Duration.ofMillis(300), List.of());
    for (int nanos = -1; nanos <= 1; nanos++) {
      Candidate candidate =
          new Candidate(
              SampleWorkers.registration("w", false),
              RESTARTED,
              new Incarnation(9),
              true,
              "",
              passed,
              fresh.plusNanos(nanos));
      Admission admission =
          AdmissionRules.decide(
              Optional.empty(), candidate, ADDRESS, GATEWAY, Policy.DEFAULT, LATER);
      if (nanos < 0) {
        assertThat(admission).isInstanceOf(Admission.Admit.class);
      } else {
        assertThat(admission.reason().code()).isEqualTo(ReasonCode.AWAITING_CHECK);
      }
    }
  }

  @Test
  void aRunningWorkerThatCameBackSaysSoAndTheOthersKeepTheirReason() {
    for (WorkerState state : WorkerState.values()) {
      if (state.isEnded()) {
        continue;
      }
      WorkerRecord known = SampleWorkers.in(state);
      Admission.Admit admit = (Admission.Admit) decide(known, SAME, true, null, LATER);
      assertThat(admit.reason().sentence()).isEqualTo("registered again, as registration #9");
      assertThat(admit.record().reason())
          .isEqualTo(state == WorkerState.RUNNING ? admit.reason() : known.reason());
    }
  }

  @Test
  void b16TheMachineInChargeIsToldOfEachNameConflictOnce() {
    WorkerRecord worker =
        RecordChanges.withNameConflict(SampleWorkers.in(WorkerState.RUNNING), 2000, T0);
    Optional<Reason> news = SessionRules.news(worker, null);
    assertThat(news.orElseThrow().sentence())
        .isEqualTo(
            "another machine (started 2000) tries to register under this name and is kept out");
    assertThat(SessionRules.news(worker, T0)).isEmpty();
    assertThat(SessionRules.news(worker, T0.minusNanos(1))).isPresent();
    assertThat(SessionRules.news(SampleWorkers.in(WorkerState.RUNNING), null)).isEmpty();
    WorkerRecord again = RecordBuilder.of(worker).incarnation(9, T0.plusSeconds(1)).build();
    assertThat(SessionRules.news(again, null)).as("what was before it came back").isEmpty();
  }

  @Test
  void quarantineGrowsToItsLimit() {
    assertThat(QuarantineRules.length(1, Policy.DEFAULT)).isEqualTo(Duration.ofMinutes(1));
    assertThat(QuarantineRules.length(2, Policy.DEFAULT)).isEqualTo(Duration.ofMinutes(2));
    assertThat(QuarantineRules.length(6, Policy.DEFAULT)).isEqualTo(Duration.ofMinutes(32));
    assertThat(QuarantineRules.length(7, Policy.DEFAULT)).isEqualTo(Duration.ofHours(1));
    assertThat(QuarantineRules.length(1_000_000, Policy.DEFAULT)).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aNameRetiredAsBrokenWaitsOutItsQuarantine() {
    WorkerRecord running = SampleWorkers.failing(SampleWorkers.in(WorkerState.RUNNING), 3, T0, T0);
    Decision.Move move =
        Decision.move(
            running,
            TransitionCause.CHECKS_FAILED,
            Reason.of(
                ReasonCode.CHECKS_FAILED, "failures", 3, "time", "2m", "step", "run", "cause", "x"),
            Policy.DEFAULT,
            T0);
    WorkerRecord retiring =
        RecordChanges.moved(running, move, Request.nothing(), Policy.DEFAULT, T0);
    assertThat(retiring.quarantine()).isEqualTo(new Quarantine(1, null, null));
    itsTimeBeginsWhenTheDrainEnds(retiring);
    Instant end = T0.plus(Policy.DEFAULT.quarantines().min());
    assertThat(
            decide(retiring, RESTARTED, true, Verdict.HEALTHY, end.minusNanos(1)).reason().code())
        .isIn(ReasonCode.QUARANTINED, ReasonCode.OTHER_MACHINE_ALIVE);
    assertThat(decide(retiring, RESTARTED, true, Verdict.HEALTHY, end))
        .isInstanceOf(Admission.Admit.class);
  }

  private static void itsTimeBeginsWhenTheDrainEnds(WorkerRecord retiring) {
    Instant drained = T0.plus(Duration.ofMinutes(50));
    Decision.Move end =
        Decision.move(
            retiring,
            TransitionCause.DRAINED,
            Reason.of(ReasonCode.DRAINED),
            Policy.DEFAULT,
            drained);
    WorkerRecord retired =
        RecordChanges.moved(retiring, end, Request.nothing(), Policy.DEFAULT, drained);
    Instant until = drained.plus(Policy.DEFAULT.quarantines().min());
    assertThat(retired.quarantine()).isEqualTo(new Quarantine(1, until, null));
    assertThat(
            decide(retired, RESTARTED, true, Verdict.HEALTHY, until.minusNanos(1)).reason().code())
        .isEqualTo(ReasonCode.QUARANTINED);
    assertThat(decide(retired, RESTARTED, true, Verdict.HEALTHY, until))
        .isInstanceOf(Admission.Admit.class);
  }

  @Test
  void aMachineThatRestartsInTheMiddleOfItsRetirementWaitsFromWhenItWasLastHeard() {
    Quarantine third = new Quarantine(3, null, null);
    WorkerRecord retiring =
        RecordBuilder.of(SampleWorkers.in(WorkerState.RETIRING)).quarantine(true, third).build();
    Instant until = T0.plus(QuarantineRules.length(3, Policy.DEFAULT));
    assertThat(
            decide(retiring, RESTARTED, true, Verdict.HEALTHY, until.minusNanos(1)).reason().code())
        .isEqualTo(ReasonCode.QUARANTINED);
    Admission admission = decide(retiring, RESTARTED, true, Verdict.HEALTHY, until);
    assertThat(admission)
        .isInstanceOfSatisfying(
            Admission.Admit.class,
            admit ->
                assertThat(admit.record().quarantine()).isEqualTo(new Quarantine(3, until, null)));
  }
}
