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
  static Optional<Reason> soft(WorkerRecord worker, Policy policy, Instant now) {
    if (worker.state() != WorkerState.RUNNING) {
      return Optional.empty();
    }
    CheckRecord checks = worker.checks();
    if (checks.failures() > 0) {
      return Optional.of(
          Reason.of(
              ReasonCode.UNSCHEDULED_FAILING,
              "failures",
              checks.failures(),
              "check",
              checks.words()));
    }
    if (worker.gateway() == null) {
      return Optional.of(Reason.of(ReasonCode.UNSCHEDULED_DISCONNECTED));
    }
    Duration silence = Duration.between(worker.lastSeen(), now);
    return silence.compareTo(policy.connectivity().longestGap()) > 0
        ? Optional.of(Reason.of(ReasonCode.UNSCHEDULED_SILENT, "silence", silence))
        : Optional.empty();
  }
}
