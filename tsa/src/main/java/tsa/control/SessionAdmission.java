package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Lane;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerLink;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Admission;
import tsa.lifecycle.AdmissionRules;
import tsa.lifecycle.Candidate;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Machine;
import tsa.worker.Registration;

/**
 * How one registration comes into charge of its name: with each heartbeat and each deep check the
 * rules are asked again, until they admit it or end it, and its worker is told what it waits for.
 * Runs in the lane of its session.
 */
final class SessionAdmission {
  private static final Logger log = LoggerFactory.getLogger(SessionAdmission.class);
  private static final Duration CONFLICT_RETRY = Duration.ofSeconds(1);

  /** A worker that waits for its turn is told this often how long that will be. */
  private static final Duration TELL_PLACE = Duration.ofSeconds(30);

  /** Who wants to be admitted. */
  record Applicant(Registration registration, Machine machine, WorkerLink link) {}

  private final ControlDependencies dependencies;
  private final ChangeGate gate;
  private final HeartbeatPace pace;
  private final Applicant applicant;
  private final Lane lane;
  private final Jitter jitter;
  private final SessionHeartbeats heartbeats;
  private final SessionChecks checks;
  private final Consumer<Admission.Admit> admitted;
  private final Consumer<SessionEnd> refused;

  private volatile String waitingFor = "a number";
  private boolean over;
  private boolean heartbeatReceived;
  private String heartbeatProblem = "";
  private boolean nameConflictNoted;
  private int storeTroubles;
  private @Nullable ReasonCode told;
  private Lane.Timer nextConsideration = () -> {};
  private Lane.Timer nextPlace = () -> {};

  /**
   * @param heartbeats says how long to wait after trouble
   * @param checks makes the checks that are needed
   * @param admitted told once, when it is in charge
   * @param refused told how it is to end
   */
  SessionAdmission(
      ControlDependencies dependencies,
      ChangeGate gate,
      HeartbeatPace pace,
      Applicant applicant,
      Lane lane,
      SessionHeartbeats heartbeats,
      SessionChecks checks,
      Consumer<Admission.Admit> admitted,
      Consumer<SessionEnd> refused) {
    this.dependencies = dependencies;
    this.gate = gate;
    this.pace = pace;
    this.applicant = applicant;
    this.lane = lane;
    this.jitter = new Jitter(dependencies.random());
    this.heartbeats = heartbeats;
    this.checks = checks;
    this.admitted = admitted;
    this.refused = refused;
  }

  /** What it waits for, in words; empty once it is admitted. Thread-safe. */
  String waitingFor() {
    return waitingFor;
  }

  /** Its worker answered a heartbeat. */
  void heartbeatReceived() {
    heartbeatReceived = true;
    consider();
  }

  /** Its worker did not. */
  void missed(String problem) {
    heartbeatReceived = false;
    heartbeatProblem = problem;
    tell(Reason.of(ReasonCode.AWAITING_HEARTBEAT, "problem", problem));
  }

  /** Ends it. */
  void stop() {
    over = true;
    nextConsideration.cancel();
    nextPlace.cancel();
  }

  /**
   * Tells the worker that the store did not do what it was asked.
   *
   * @return when to try again
   */
  Duration storeTrouble(StoreException e) {
    storeTroubles++;
    log.atWarn()
        .addKeyValue("worker", applicant.registration().name())
        .setCause(e)
        .log("not stored");
    String problem =
        e.refused()
            ? "the database refuses this worker; its operator has to look into the TSA's log"
            : "the database does not answer";
    tell(Reason.of(ReasonCode.INTERNAL_TROUBLE, "problem", problem));
    return heartbeats.retryDelay(storeTroubles);
  }

  /** Has the rules look at it now. */
  void consider() {
    nextConsideration.cancel();
    if (over) {
      return;
    }
    try {
      WorkerStore.View view = dependencies.store().find(applicant.registration().name());
      storeTroubles = 0;
      follow(
          AdmissionRules.decide(
              view.worker(),
              candidate(),
              applicant.link().address(),
              dependencies.gateway(),
              pace.policy(),
              view.now()),
          view);
    } catch (StoreException e) {
      considerIn(storeTrouble(e));
    }
  }

  private Candidate candidate() {
    return new Candidate(
        applicant.registration(),
        applicant.machine(),
        checks.target().incarnation(),
        heartbeatReceived,
        heartbeatProblem,
        checks.latest(),
        checks.age());
  }

  private void follow(Admission admission, WorkerStore.View view) {
    switch (admission) {
      case Admission.Admit admit -> admit(admit, view);
      case Admission.NeedsHeartbeat needs -> tell(needs.reason());
      case Admission.NeedsCheck needs -> {
        tell(needs.reason());
        boolean known = view.worker().filter(worker -> !worker.state().isEnded()).isPresent();
        checks.forAdmission(
            needs.reason().code() == ReasonCode.AWAITING_CHECK, known, this::tellPlace);
      }
      case Admission.Wait wait -> {
        view.worker().ifPresent(worker -> waits(worker, wait.reason(), view.now()));
        tell(wait.reason());
        considerIn(untilThen(wait, view));
      }
      case Admission.End end -> refuse(end.ending(), view);
    }
  }

  /** While its check waits for its turn, a heartbeat would show nothing that the check will not. */
  private void tellPlace() {
    CheckQueue.Place place = checks.place();
    if (over || place == null) {
      heartbeats.goOn();
      return;
    }
    heartbeats.rest();
    Reason queued =
        Reason.of(ReasonCode.CHECK_QUEUED, "ahead", place.ahead(), "time", place.time());
    if (told == ReasonCode.CHECK_QUEUED) {
      applicant.link().tell(queued.sentence());
    }
    tell(queued);
    nextPlace.cancel();
    nextPlace = lane.after(TELL_PLACE, this::tellPlace);
  }

  /**
   * Writes down that it has to wait, once. Of two live machines the other one is told too, by its
   * own gateway, which sees it in the row (B16).
   */
  private void waits(WorkerRecord worker, Reason reason, Instant now) {
    if (reason.code() == ReasonCode.OTHER_MACHINE_ALIVE) {
      nameConflictNoted =
          nameConflictNoted
              || SessionEvents.recordNameConflict(
                  dependencies, gate, worker, applicant.machine(), reason, now);
    } else if (told != reason.code()) {
      dependencies.history().write(dependencies.events().notAdmitted(worker, reason));
    }
  }

  private Duration untilThen(Admission.Wait wait, WorkerStore.View view) {
    Duration most = pace.interval();
    if (wait.until() == null) {
      return most;
    }
    Duration left = Duration.between(view.now(), wait.until()).plusMillis(1);
    return left.compareTo(most) < 0 ? left : most;
  }

  private void considerIn(Duration delay) {
    nextConsideration.cancel();
    nextConsideration = lane.after(delay, this::consider);
  }

  private void admit(Admission.Admit admit, WorkerStore.View view) {
    if (!SessionEvents.admit(gate, admit, view.worker(), dependencies.events())) {
      considerIn(jitter.within(CONFLICT_RETRY));
      return;
    }
    stop();
    waitingFor = "";
    heartbeats.goOn();
    admitted.accept(admit);
  }

  private void refuse(SessionEnd ending, WorkerStore.View view) {
    if (ending.kind() != SessionEnd.Kind.HAND_OVER) {
      dependencies
          .history()
          .write(
              dependencies
                  .events()
                  .notAdmitted(applicant.registration(), view.worker(), ending.reason()));
    }
    refused.accept(ending);
  }

  private void tell(Reason reason) {
    waitingFor = reason.sentence();
    if (told != reason.code()) {
      told = reason.code();
      applicant.link().tell(reason.sentence());
      log.atInfo()
          .addKeyValue("worker", applicant.registration().name())
          .addKeyValue("reason", reason.code().id())
          .log("waiting: {}", reason.sentence());
    }
  }
}
