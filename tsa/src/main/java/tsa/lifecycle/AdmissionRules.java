package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.Admission.Admit;
import tsa.lifecycle.Admission.End;
import tsa.lifecycle.Admission.NeedsCheck;
import tsa.lifecycle.Admission.NeedsHeartbeat;
import tsa.lifecycle.Admission.Wait;
import tsa.worker.Address;
import tsa.worker.WorkerState;

/**
 * Rules about who may be in charge of a name
 * (docs/decisions/0028-registrations-have-a-growing-number.md). Total and pure like {@link
 * Lifecycle#decide}.
 */
public final class AdmissionRules {
  private AdmissionRules() {}

  /**
   * What is to be done about a candidate.
   *
   * @param known the record under its name, if there is one
   * @param candidate the registration
   * @param address where others reach it through its gateway; null if they cannot
   * @param gateway the gateway that holds it
   * @param policy the numbers of the rules
   * @param now the instant at which the record was read, on the database's clock
   */
  public static Admission decide(
      Optional<WorkerRecord> known,
      Candidate candidate,
      @Nullable Address address,
      UUID gateway,
      Policy policy,
      Instant now) {
    Optional<Admission> barred = known.flatMap(worker -> barred(worker, candidate, policy, now));
    if (barred.isPresent()) {
      return barred.get();
    }
    if (!candidate.heartbeatReceived()) {
      return new NeedsHeartbeat(
          Reason.of(
              ReasonCode.AWAITING_HEARTBEAT, "problem", problem(candidate.heartbeatProblem())));
    }
    boolean joins = known.map(worker -> joins(worker, candidate)).orElse(true);
    if (joins && policy.health().deepAdmission()) {
      Optional<Admission> unproven = unproven(candidate, policy);
      if (unproven.isPresent()) {
        return unproven.get();
      }
    }
    return admit(known, candidate, address, gateway, joins, now);
  }

  private static String problem(String heartbeatProblem) {
    return heartbeatProblem.isEmpty() ? "not tried yet" : heartbeatProblem;
  }

  private static Optional<Admission> barred(
      WorkerRecord worker, Candidate candidate, Policy policy, Instant now) {
    return otherTeam(worker, candidate)
        .or(() -> superseded(worker, candidate))
        .or(() -> ended(worker, candidate))
        .or(() -> otherMachine(worker, candidate, policy, now))
        .or(() -> quarantined(worker, candidate, policy, now));
  }

  private static Optional<Admission> otherTeam(WorkerRecord worker, Candidate candidate) {
    String owner = worker.registration().team();
    if (Objects.equals(owner, candidate.registration().team())) {
      return Optional.empty();
    }
    Reason reason =
        Reason.of(ReasonCode.OTHER_TEAM, "owner", owner == null ? "all teams" : "team " + owner);
    return Optional.of(new End(SessionEnd.of(SessionEnd.Kind.FAIL, reason)));
  }

  private static Optional<Admission> superseded(WorkerRecord worker, Candidate candidate) {
    return worker.incarnation().isNewerThan(candidate.incarnation())
        ? Optional.of(
            new End(
                SessionEnd.of(
                    SessionEnd.Kind.HAND_OVER,
                    Reason.of(ReasonCode.SUPERSEDED, "newer", worker.incarnation()))))
        : Optional.empty();
  }

  /** A process that was told to stop, and came back instead of stopping, is told again. */
  private static Optional<Admission> ended(WorkerRecord worker, Candidate candidate) {
    return worker.state().isEnded() && !joins(worker, candidate)
        ? Optional.of(new End(SessionRules.ended(worker)))
        : Optional.empty();
  }

  /**
   * Two live machines under one name (B16). The one in charge is presumed alive until it has been
   * silent for as long as stalls a worker, or its gateway has seen its connection end.
   */
  private static Optional<Admission> otherMachine(
      WorkerRecord worker, Candidate candidate, Policy policy, Instant now) {
    Instant alive = worker.lastSeen().plus(policy.connectivity().stallAfter());
    boolean live =
        joins(worker, candidate)
            && !worker.state().isEnded()
            && worker.gateway() != null
            && now.isBefore(alive);
    if (!live) {
      return Optional.empty();
    }
    Reason reason =
        Reason.of(
            ReasonCode.OTHER_MACHINE_ALIVE,
            "theirs",
            worker.machine().startTime(),
            "ours",
            candidate.machine().startTime());
    return Optional.of(new Wait(alive, reason));
  }

  private static Optional<Admission> quarantined(
      WorkerRecord worker, Candidate candidate, Policy policy, Instant now) {
    Instant until = barredUntil(worker, policy);
    if (until == null
        || policy.health().observeOnly()
        || !joins(worker, candidate)
        || isOver(worker.quarantine(), until, policy, now)) {
      return Optional.empty();
    }
    Reason reason =
        Reason.of(
            ReasonCode.QUARANTINED,
            "left",
            Duration.between(now, until),
            "count",
            worker.quarantine().count());
    return Optional.of(new Wait(until, reason));
  }

  /**
   * While its drain lasts, the time of a quarantine has not begun; but where the old machine is
   * gone, so is its work, and the name waits from when it was last heard.
   */
  private static @Nullable Instant barredUntil(WorkerRecord worker, Policy policy) {
    Quarantine held = worker.quarantine();
    return held.isPending() && worker.state().isDraining()
        ? worker.lastSeen().plus(QuarantineRules.length(held.count(), policy))
        : held.until();
  }

  /**
   * A quarantine that has not begun yet is over too: then the clock was set back, and the name
   * would wait for far longer than any quarantine lasts.
   */
  private static boolean isOver(Quarantine quarantine, Instant until, Policy policy, Instant now) {
    Instant begun = until.minus(QuarantineRules.length(quarantine.count(), policy));
    return !now.isBefore(until) || now.isBefore(begun);
  }

  private static boolean joins(WorkerRecord worker, Candidate candidate) {
    return !worker.machine().equals(candidate.machine());
  }

  private static Optional<Admission> unproven(Candidate candidate, Policy policy) {
    CheckReport check = candidate.recentCheck(policy);
    if (check == null) {
      return Optional.of(new NeedsCheck(Reason.of(ReasonCode.AWAITING_CHECK)));
    }
    if (check.verdict().isGood() || policy.health().observeOnly()) {
      return Optional.empty();
    }
    return Optional.of(new NeedsCheck(failed(ReasonCode.CHECK_NOT_PASSED, check)));
  }

  private static Reason failed(ReasonCode code, CheckReport check) {
    CheckReport.Problem problem = check.problem();
    return Reason.of(
        code,
        "verdict",
        check.verdict().word(),
        "step",
        problem == null ? "unknown" : problem.step().word(),
        "cause",
        problem == null ? "unknown" : problem.cause().word());
  }

  private static Admission admit(
      Optional<WorkerRecord> known,
      Candidate candidate,
      @Nullable Address address,
      UUID gateway,
      boolean joins,
      Instant now) {
    if (known.isPresent() && !joins) {
      return retaken(known.get(), candidate, address, gateway, now);
    }
    Reason reason = joinedBy(candidate.check());
    return new Admit(joined(known, candidate, address, gateway, reason, now), true, reason);
  }

  private static Reason joinedBy(@Nullable CheckReport check) {
    if (check == null) {
      return Reason.of(ReasonCode.JOINED, "check", "a heartbeat");
    }
    return check.verdict().isGood()
        ? Reason.of(ReasonCode.JOINED, "check", "deep check " + check.words())
        : failed(ReasonCode.JOINED_UNPROVEN, check);
  }

  private static WorkerRecord joined(
      Optional<WorkerRecord> known,
      Candidate candidate,
      @Nullable Address address,
      UUID gateway,
      Reason reason,
      Instant now) {
    CheckRecord checks =
        candidate.check() == null
            ? CheckRecord.NONE
            : CheckRecord.NONE.after(candidate.check(), now);
    return new WorkerRecord(
        known.map(worker -> worker.revision() + 1).orElse(1L),
        WorkerState.RUNNING,
        now,
        reason,
        candidate.incarnation(),
        now,
        candidate.registration(),
        candidate.machine(),
        address,
        gateway,
        null,
        checks,
        false,
        known.map(WorkerRecord::quarantine).map(held -> held.rejoined(now)).orElse(Quarantine.NONE),
        known.map(WorkerRecord::cordon).orElse(null),
        null,
        null);
  }

  /**
   * The same machine again: its state and its drain stand; only the way to it is new (B1). Why it
   * is stalled or drains stands too; why it runs is that it came back.
   */
  private static Admit retaken(
      WorkerRecord worker,
      Candidate candidate,
      @Nullable Address address,
      UUID gateway,
      Instant now) {
    Reason again =
        Reason.of(ReasonCode.RECONNECTED, "registration", candidate.incarnation().toString());
    WorkerRecord taken =
        worker.through(
            candidate.registration(),
            candidate.machine(),
            candidate.incarnation(),
            now,
            address,
            gateway);
    boolean runs = worker.state() == WorkerState.RUNNING;
    return new Admit(runs ? RecordBuilder.of(taken).reason(again).build() : taken, false, again);
  }
}
