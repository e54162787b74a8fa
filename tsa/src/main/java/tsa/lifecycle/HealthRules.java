package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.Decision.Keep;
import tsa.lifecycle.Decision.Next;

/** Rules about health: can the worker do its job? They rest on completed deep checks alone. */
final class HealthRules {
  private HealthRules() {}

  /** A running worker whose deep checks fail. */
  static Optional<Decision> failing(
      WorkerRecord worker, Evidence evidence, Policy policy, Instant now) {
    CheckRecord checks = worker.checks();
    if (checks.failures() == 0) {
      return Optional.empty();
    }
    Duration failingFor = Duration.between(failingSince(checks), now);
    if (checks.failures() < policy.health().failures()
        || failingFor.compareTo(policy.health().failingFor()) < 0
        || !failedLast(checks)
        || isStale(checks, policy, now)) {
      return Optional.of(patience(worker, policy, failingFor, now));
    }
    return ConnectivityRules.held(
            "retired", evidence.evaluation(), policy.brake().evaluationGrace(), now)
        .or(() -> braked(evidence.fleet(), policy, now))
        .or(() -> rated(evidence.fleet(), policy))
        .or(() -> lastHealthy(evidence.fleet()))
        .or(() -> observed(worker, policy))
        .or(() -> Optional.of(retire(worker, failingFor, policy, now)));
  }

  /** What was seen so long ago that another check should have come since is not acted upon. */
  private static boolean isStale(CheckRecord checks, Policy policy, Instant now) {
    return checks.last() == null
        || !checks.last().at().plus(policy.health().freshness()).isAfter(now);
  }

  /** A worker whose latest check said nothing, or was not made to the end, gets another one. */
  private static boolean failedLast(CheckRecord checks) {
    return checks.last() != null && checks.last().verdict() == Verdict.FAILING;
  }

  private static Decision patience(
      WorkerRecord worker, Policy policy, Duration failingFor, Instant now) {
    Reason reason = failing(ReasonCode.FAILING, worker, failingFor);
    return new Keep(reason, new Next(NextAction.RETIRE, earliest(worker.checks(), policy, now)));
  }

  /** When it could be retired at the earliest; null if that hangs on a check that is overdue. */
  private static @Nullable Instant earliest(CheckRecord checks, Policy policy, Instant now) {
    Instant longEnough = failingSince(checks).plus(policy.health().failingFor());
    int missing =
        Math.max(policy.health().failures() - checks.failures(), failedLast(checks) ? 0 : 1);
    Instant last = checks.last() == null ? failingSince(checks) : checks.last().at();
    Instant oftenEnough = last.plus(policy.health().checkInterval().multipliedBy(missing));
    Instant both = longEnough.isAfter(oftenEnough) ? longEnough : oftenEnough;
    return both.isAfter(now) ? both : null;
  }

  private static Optional<Decision> observed(WorkerRecord worker, Policy policy) {
    if (!policy.health().observeOnly()) {
      return Optional.empty();
    }
    Reason reason =
        Reason.of(
            ReasonCode.WOULD_RETIRE,
            "failures",
            worker.checks().failures(),
            "step",
            step(worker.checks()),
            "cause",
            cause(worker.checks()));
    return Optional.of(new Keep(reason, new Next(NextAction.AWAIT_OPERATOR, null)));
  }

  private static Optional<Decision> braked(Fleet fleet, Policy policy, Instant now) {
    if (!fleet.brakeHolds(policy, now)) {
      return Optional.empty();
    }
    Reason reason =
        Reason.of(ReasonCode.HELD_FLEET_BRAKE, "failing", fleet.failing(), "fleet", fleet.size());
    Instant release = fleet.brakeEnds(policy, now);
    return Optional.of(new Keep(reason, new Next(NextAction.RELEASE, release)));
  }

  private static Optional<Decision> rated(Fleet fleet, Policy policy) {
    if (fleet.retiredLately() < fleet.retireAllowance()) {
      return Optional.empty();
    }
    Reason reason =
        Reason.of(
            ReasonCode.HELD_RETIRE_RATE,
            "retired",
            fleet.retiredLately(),
            "interval",
            policy.brake().retireInterval(),
            "allowed",
            fleet.retireAllowance());
    return Optional.of(new Keep(reason, new Next(NextAction.RELEASE, fleet.rateFree())));
  }

  /** Until another is healthy, which has no time. */
  private static Optional<Decision> lastHealthy(Fleet fleet) {
    if (fleet.healthy() > 0) {
      return Optional.empty();
    }
    Reason reason = Reason.of(ReasonCode.HELD_LAST_HEALTHY);
    return Optional.of(new Keep(reason, new Next(NextAction.RELEASE, null)));
  }

  private static Decision retire(
      WorkerRecord worker, Duration failingFor, Policy policy, Instant now) {
    Reason reason = failing(ReasonCode.CHECKS_FAILED, worker, failingFor);
    return Decision.move(worker, TransitionCause.CHECKS_FAILED, reason, policy, now);
  }

  /** The numbers are the same, whether they are few or enough. */
  private static Reason failing(ReasonCode code, WorkerRecord worker, Duration failingFor) {
    return Reason.of(
        code,
        "failures",
        worker.checks().failures(),
        "time",
        failingFor,
        "step",
        step(worker.checks()),
        "cause",
        cause(worker.checks()));
  }

  private static Instant failingSince(CheckRecord checks) {
    return Objects.requireNonNull(checks.failingSince(), "failures have a beginning");
  }

  /** What the failure was, if the latest check was one. */
  private static CheckReport.@Nullable Problem problem(CheckRecord checks) {
    return checks.last() != null && failedLast(checks) ? checks.last().problem() : null;
  }

  private static String step(CheckRecord checks) {
    CheckReport.Problem problem = problem(checks);
    return problem == null ? "an earlier step" : problem.step().word();
  }

  private static String cause(CheckRecord checks) {
    CheckReport.Problem problem = problem(checks);
    return problem == null
        ? "see its history"
        : problem.cause().word()
            + (problem.detail().isEmpty() ? "" : " (" + problem.detail() + ")");
  }
}
