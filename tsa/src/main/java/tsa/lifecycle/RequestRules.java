package tsa.lifecycle;

import static tsa.lifecycle.Decision.move;

import java.time.Duration;
import java.time.Instant;
import tsa.lifecycle.Decision.Forget;
import tsa.lifecycle.Decision.Keep;
import tsa.lifecycle.Decision.Mark;
import tsa.lifecycle.Decision.Refuse;
import tsa.worker.WorkerState;

/** Rules about requests: each is done, was done already, or is refused with a reason. */
final class RequestRules {
  private RequestRules() {}

  static Decision decide(
      WorkerRecord worker, Request.Submitted submitted, Policy policy, Instant now) {
    return switch (submitted.what()) {
      case LAND -> land(worker, submitted, policy, now);
      case RETIRE -> retire(worker, submitted, policy, now);
      case PRUNE -> prune(worker, submitted, policy, now);
      case DELETE -> delete(worker, submitted, policy, now);
      case CORDON -> cordon(worker, submitted, policy, now);
      case UNCORDON -> uncordon(worker, submitted, policy, now);
    };
  }

  private static Decision land(
      WorkerRecord worker, Request.Submitted submitted, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING, STALLED ->
          drain(
              worker,
              TransitionCause.LAND_ASKED,
              ReasonCode.LAND_REQUESTED,
              submitted,
              policy,
              now);
      case LANDING, LANDED -> already(worker, policy, now);
      case RETIRING ->
          refuse(
              worker,
              Reason.of(ReasonCode.NOT_LANDED_RETIRING, "state", WorkerState.RETIRING.word()),
              policy,
              now);
      case RETIRED -> refuse(worker, Reason.of(ReasonCode.RETIRED_ALREADY), policy, now);
    };
  }

  /**
   * What the rules retire as broken comes back after a restart; what a person retires does not. So
   * a person's request takes over a retirement of the rules, and is not lost in it.
   */
  private static Decision retire(
      WorkerRecord worker, Request.Submitted submitted, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING, STALLED, LANDING, LANDED -> retiring(worker, submitted, policy, now);
      case RETIRING ->
          worker.retiredForHealth()
              ? retiring(worker, submitted, policy, now)
              : already(worker, policy, now);
      case RETIRED -> already(worker, policy, now);
    };
  }

  private static Decision retiring(
      WorkerRecord worker, Request.Submitted submitted, Policy policy, Instant now) {
    return drain(
        worker, TransitionCause.RETIRE_ASKED, ReasonCode.RETIRE_REQUESTED, submitted, policy, now);
  }

  /**
   * A request may ask for less time than the policy gives, not for more: the operator of the
   * service has said how long a worker may hang between two states.
   */
  private static Decision drain(
      WorkerRecord worker,
      TransitionCause cause,
      ReasonCode code,
      Request.Submitted submitted,
      Policy policy,
      Instant now) {
    Duration within = submitted.within();
    Duration limit = policy.drains().timeout();
    return within != null && within.compareTo(limit) > 0
        ? refuse(
            worker,
            Reason.of(ReasonCode.DEADLINE_TOO_LATE, "asked", within, "limit", limit),
            policy,
            now)
        : move(worker, cause, asked(code, submitted), policy, now);
  }

  private static Decision prune(
      WorkerRecord worker, Request.Submitted submitted, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING -> refuse(worker, Reason.of(ReasonCode.NOT_PRUNED_RUNNING), policy, now);
      case STALLED, LANDING, LANDED, RETIRING, RETIRED ->
          new Forget(worker.state(), TransitionCause.PRUNED, asked(ReasonCode.PRUNED, submitted));
    };
  }

  private static Decision delete(
      WorkerRecord worker, Request.Submitted submitted, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING, STALLED, LANDING, LANDED, RETIRING ->
          move(worker, TransitionCause.DELETED, asked(ReasonCode.DELETED, submitted), policy, now);
      case RETIRED -> already(worker, policy, now);
    };
  }

  private static Decision cordon(
      WorkerRecord worker, Request.Submitted submitted, Policy policy, Instant now) {
    if (worker.state() == WorkerState.RETIRED) {
      return refuse(worker, Reason.of(ReasonCode.RETIRED_ALREADY), policy, now);
    }
    Cordon cordon = worker.cordon();
    return cordon == null
        ? new Mark(true, asked(ReasonCode.CORDONED, submitted), NextStep.of(worker, policy, now))
        : new Keep(
            Reason.of(ReasonCode.ALREADY_CORDONED, "by", cordon.by(), "why", why(cordon.why())),
            NextStep.of(worker, policy, now));
  }

  private static Decision uncordon(
      WorkerRecord worker, Request.Submitted submitted, Policy policy, Instant now) {
    return worker.cordon() == null
        ? new Keep(Reason.of(ReasonCode.NOT_CORDONED), NextStep.of(worker, policy, now))
        : new Mark(
            false, asked(ReasonCode.UNCORDONED, submitted), NextStep.of(worker, policy, now));
  }

  private static Decision refuse(WorkerRecord worker, Reason reason, Policy policy, Instant now) {
    return new Refuse(reason, NextStep.of(worker, policy, now));
  }

  private static Decision already(WorkerRecord worker, Policy policy, Instant now) {
    return new Keep(
        Reason.of(ReasonCode.ALREADY_ASKED, "state", worker.state().word()),
        NextStep.of(worker, policy, now));
  }

  private static Reason asked(ReasonCode code, Request.Submitted submitted) {
    return Reason.of(code, "by", submitted.by(), "why", why(submitted.why()));
  }

  private static String why(String given) {
    return given.isEmpty() ? "no reason given" : given;
  }
}
