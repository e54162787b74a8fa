package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.Decision.Forget;
import tsa.lifecycle.Decision.Keep;
import tsa.lifecycle.Decision.Next;

/**
 * Rules about connectivity: can we get to the worker? They never retire anybody
 * (docs/decisions/0025-connectivity-and-health-are-two-axes.md).
 */
final class ConnectivityRules {
  private ConnectivityRules() {}

  /**
   * A running worker without a good heartbeat. Only silence while health evaluation was active
   * counts: it must have been active for the whole limit
   * (docs/decisions/0031-health-evaluation-is-suspended-when-in-doubt.md).
   */
  static Optional<Decision> silent(
      WorkerRecord worker, Evidence evidence, Policy policy, Instant now) {
    Duration limit = policy.connectivity().stallAfter();
    Duration silence = Duration.between(worker.lastSeen(), now);
    if (silence.compareTo(policy.connectivity().longestGap()) <= 0
        && silence.compareTo(limit) < 0) {
      return Optional.empty();
    }
    if (silence.compareTo(limit) < 0) {
      Reason reason = Reason.of(ReasonCode.SILENT, "silence", silence, "limit", limit);
      return keep(reason, NextAction.STALL, worker.lastSeen().plus(limit));
    }
    return held("stalled", evidence.evaluation(), policy.evaluationNeeds(), now)
        .or(() -> frozen("stalled", evidence.fleet(), policy, now))
        .or(() -> Optional.of(stall(worker, silence, policy, now)));
  }

  private static Decision stall(WorkerRecord worker, Duration silence, Policy policy, Instant now) {
    Duration limit = policy.connectivity().stallAfter();
    Reason reason = Reason.of(ReasonCode.UNREACHABLE, "silence", silence, "limit", limit);
    return Decision.move(worker, TransitionCause.UNREACHABLE, reason, policy, now);
  }

  /** Holds an action until health evaluation has been active for that long. */
  static Optional<Decision> held(
      String action, EvaluationStatus evaluation, Duration needed, Instant now) {
    Duration fit = evaluation.activeFor(now);
    if (fit.compareTo(needed) >= 0) {
      return Optional.empty();
    }
    Reason reason =
        Reason.of(
            ReasonCode.HELD_EVALUATION_SUSPENDED,
            "action",
            action,
            "active",
            fit,
            "needed",
            needed);
    Instant end =
        evaluation.activeSince() == null ? now.plus(needed) : evaluation.activeSince().plus(needed);
    return keep(reason, NextAction.RELEASE, end);
  }

  private static Optional<Decision> frozen(String action, Fleet fleet, Policy policy, Instant now) {
    if (!fleet.freezeHolds(policy)) {
      return Optional.empty();
    }
    Reason reason =
        Reason.of(
            ReasonCode.HELD_FLEET_FREEZE,
            "action",
            action,
            "unreachable",
            fleet.unreachable(),
            "fleet",
            fleet.size());
    Instant end = fleet.freezeEnds();
    return keep(reason, NextAction.RELEASE, end == null ? null : NextStep.future(end, now));
  }

  /** A running worker with nothing against it. */
  static Decision fit(WorkerRecord worker, Policy policy, Instant now) {
    Reason reason =
        Reason.of(
            ReasonCode.FIT,
            "heartbeat",
            Duration.between(worker.lastSeen(), now),
            "check",
            worker.checks().words());
    return new Keep(
        reason, new Next(NextAction.NEXT_HEARTBEAT, NextStep.nextHeartbeat(worker, policy)));
  }

  /** A stalled worker: recovery first, for it is free; then the clean-up of its class. */
  static Decision stalled(WorkerRecord worker, Evidence evidence, Policy policy, Instant now) {
    if (reached(worker, now)) {
      Reason reason = Reason.of(ReasonCode.REACHED, "silence", silence(worker));
      return Decision.move(worker, TransitionCause.REACHED, reason, policy, now);
    }
    return forgetEphemeral(worker, evidence, policy, now)
        .or(() -> forgetLongGone(worker, TransitionCause.STALLED_TOO_LONG, evidence, policy, now))
        .orElseGet(() -> waiting(worker, policy, now));
  }

  /**
   * From the last good heartbeat before it stalled to the first one after. That last heartbeat is
   * overwritten by then; the reason it was stalled for tells how long ago it was.
   */
  private static Duration silence(WorkerRecord worker) {
    Duration before = worker.reason().duration("silence").orElse(Duration.ZERO);
    return before.plus(Duration.between(worker.since(), worker.lastSeen()).abs());
  }

  /**
   * Whether there was a good heartbeat after it stalled. When the clock was set back to before
   * that, a heartbeat that is not in the future was: nothing holds recovery, not even the clock.
   */
  private static boolean reached(WorkerRecord worker, Instant now) {
    Heartbeat heartbeat = worker.heartbeat();
    boolean setBack = now.isBefore(worker.since());
    return worker.lastSeen().isAfter(worker.since())
        || (setBack && heartbeat != null && !heartbeat.at().isAfter(now));
  }

  /** An ephemeral worker that stayed away for its grace time (#9603). */
  static Optional<Decision> forgetEphemeral(
      WorkerRecord worker, Evidence evidence, Policy policy, Instant now) {
    Duration grace = policy.connectivity().ephemeralGrace();
    Duration away = Duration.between(worker.since(), now);
    if (!worker.registration().ephemeral() || away.compareTo(grace) < 0) {
      return Optional.empty();
    }
    Reason reason = Reason.of(ReasonCode.EPHEMERAL_GONE, "time", away, "grace", grace);
    return forgettingHeld(evidence, policy, now)
        .or(() -> Optional.of(new Forget(worker.state(), TransitionCause.EPHEMERAL_GONE, reason)));
  }

  /** A worker that stayed away, stalled or landed, for longer than the operator allows (#2778). */
  static Optional<Decision> forgetLongGone(
      WorkerRecord worker, TransitionCause cause, Evidence evidence, Policy policy, Instant now) {
    Duration limit = policy.connectivity().stalledTimeout();
    Duration away = Duration.between(worker.since(), now);
    if (limit.isZero() || away.compareTo(limit) < 0) {
      return Optional.empty();
    }
    ReasonCode code =
        cause == TransitionCause.LANDED_TOO_LONG
            ? ReasonCode.LANDED_TOO_LONG
            : ReasonCode.STALLED_TOO_LONG;
    Reason reason = Reason.of(code, "time", away, "limit", limit);
    return forgettingHeld(evidence, policy, now)
        .or(() -> Optional.of(new Forget(worker.state(), cause, reason)));
  }

  private static Optional<Decision> forgettingHeld(Evidence evidence, Policy policy, Instant now) {
    return held("forgotten", evidence.evaluation(), policy.evaluationNeeds(), now)
        .or(() -> frozen("forgotten", evidence.fleet(), policy, now));
  }

  private static Decision waiting(WorkerRecord worker, Policy policy, Instant now) {
    Reason reason =
        Reason.of(
            ReasonCode.WAITING_FOR_HEARTBEAT, "silence", Duration.between(worker.lastSeen(), now));
    return new Keep(reason, waitingFor(worker, NextAction.RECOVER, policy));
  }

  /** The clean-up of its class, or something that has no time. */
  static Next waitingFor(WorkerRecord worker, NextAction otherwise, Policy policy) {
    Duration grace = policy.connectivity().ephemeralGrace();
    Duration limit = policy.connectivity().stalledTimeout();
    boolean ephemeral = worker.registration().ephemeral();
    if (limit.isZero() && !ephemeral) {
      return new Next(otherwise, null);
    }
    boolean graceFirst = ephemeral && (limit.isZero() || grace.compareTo(limit) < 0);
    return new Next(NextAction.FORGET, worker.since().plus(graceFirst ? grace : limit));
  }

  private static Optional<Decision> keep(Reason reason, NextAction action, @Nullable Instant at) {
    return Optional.of(new Keep(reason, new Next(action, at)));
  }
}
