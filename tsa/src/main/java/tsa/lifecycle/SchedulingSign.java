package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tsa.worker.WorkerState;

/**
 * What speaks against sending builds to a worker, if anything does. The first sign is enough: to be
 * passed over by new builds costs a worker nothing, and ends with the sign
 * (docs/decisions/0038-out-of-scheduling-at-the-first-sign.md).
 */
final class SchedulingSign {
  private SchedulingSign() {}

  /** What a person or a settled state says; no brake holds that. */
  static Optional<Reason> firm(WorkerRecord worker) {
    if (worker.state() == WorkerState.STALLED) {
      return Optional.of(Reason.of(ReasonCode.UNSCHEDULED_STALLED));
    }
    Cordon cordon = worker.cordon();
    return cordon == null
        ? Optional.empty()
        : Optional.of(Reason.of(ReasonCode.UNSCHEDULED_CORDONED, "by", cordon.by()));
  }

  /** What was seen of a running worker, and may pass: a brake may hold that. */
  static Optional<Reason> soft(
      WorkerRecord worker, EvaluationStatus evaluation, Policy policy, Instant now) {
    if (worker.state() != WorkerState.RUNNING) {
      return Optional.empty();
    }
    return failing(worker, policy, now)
        .or(() ->
            worker.gateway() == null
                ? Optional.of(Reason.of(ReasonCode.UNSCHEDULED_DISCONNECTED))
                : silent(worker, evaluation, policy, now));
  }

  /** Who only observes acts on nothing; what was seen long ago is not acted upon either. */
  private static Optional<Reason> failing(WorkerRecord worker, Policy policy, Instant now) {
    CheckRecord checks = worker.checks();
    CheckRecord.Last last = checks.last();
    boolean fresh = last != null && last.at().plus(policy.health().freshness()).isAfter(now);
    return checks.failures() > 0 && fresh && !policy.health().observeOnly()
        ? Optional.of(
            Reason.of(
                ReasonCode.UNSCHEDULED_FAILING,
                "failures",
                checks.failures(),
                "check",
                checks.words()))
        : Optional.empty();
  }

  /** Silence says something of the worker only while it could have been heard all the time. */
  private static Optional<Reason> silent(
      WorkerRecord worker, EvaluationStatus evaluation, Policy policy, Instant now) {
    Duration gap = policy.connectivity().longestGap();
    Duration silence = Duration.between(worker.lastSeen(), now);
    return silence.compareTo(gap) > 0 && evaluation.activeFor(now).compareTo(gap) > 0
        ? Optional.of(Reason.of(ReasonCode.UNSCHEDULED_SILENT, "silence", silence))
        : Optional.empty();
  }
}
