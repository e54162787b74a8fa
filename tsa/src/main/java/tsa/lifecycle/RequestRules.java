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

  static Decision decide(WorkerRecord worker, Asked.Request request, Policy policy, Instant now) {
    return switch (request.what()) {
      case LAND -> land(worker, request, policy, now);
      case RETIRE -> retire(worker, request, policy, now);
      case PRUNE -> prune(worker, request, policy, now);
      case DELETE -> delete(worker, request, policy, now);
      case CORDON -> cordon(worker, request, policy, now);
      case UNCORDON -> uncordon(worker, request, policy, now);
    };
  }

  private static Decision land(
      WorkerRecord worker, Asked.Request request, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING, STALLED ->
          drain(worker, Cause.LAND_ASKED, ReasonCode.LAND_REQUESTED, request, policy, now);
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
      WorkerRecord worker, Asked.Request request, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING, STALLED, LANDING, LANDED -> retiring(worker, request, policy, now);
      case RETIRING ->
          worker.retiredForHealth()
              ? retiring(worker, request, policy, now)
              : already(worker, policy, now);
      case RETIRED -> already(worker, policy, now);
    };
  }

  private static Decision retiring(
      WorkerRecord worker, Asked.Request request, Policy policy, Instant now) {
    return drain(worker, Cause.RETIRE_ASKED, ReasonCode.RETIRE_REQUESTED, request, policy, now);
  }

  /**
   * A request may ask for less time than the policy gives, not for more: the operator of the
   * service has said how long a worker may hang between two states.
   */
  private static Decision drain(
      WorkerRecord worker,
      Cause cause,
      ReasonCode code,
      Asked.Request request,
      Policy policy,
      Instant now) {
    Duration within = request.within();
    Duration limit = policy.drains().timeout();
    return within != null && within.compareTo(limit) > 0
        ? refuse(
            worker,
            Reason.of(ReasonCode.DEADLINE_TOO_LATE, "asked", within, "limit", limit),
            policy,
            now)
        : move(worker, cause, asked(code, request), policy, now);
  }

  private static Decision prune(
      WorkerRecord worker, Asked.Request request, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING -> refuse(worker, Reason.of(ReasonCode.NOT_PRUNED_RUNNING), policy, now);
      case STALLED, LANDING, LANDED, RETIRING, RETIRED ->
          new Forget(worker.state(), Cause.PRUNED, asked(ReasonCode.PRUNED, request));
    };
  }

  private static Decision delete(
      WorkerRecord worker, Asked.Request request, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING, STALLED, LANDING, LANDED, RETIRING ->
          move(worker, Cause.DELETED, asked(ReasonCode.DELETED, request), policy, now);
      case RETIRED -> already(worker, policy, now);
    };
  }

  private static Decision cordon(
      WorkerRecord worker, Asked.Request request, Policy policy, Instant now) {
    if (worker.state() == WorkerState.RETIRED) {
      return refuse(worker, Reason.of(ReasonCode.RETIRED_ALREADY), policy, now);
    }
    Cordon cordon = worker.cordon();
    return cordon == null
        ? new Mark(true, asked(ReasonCode.CORDONED, request), Outlook.of(worker, policy, now))
        : new Keep(
            Reason.of(ReasonCode.ALREADY_CORDONED, "by", cordon.by(), "why", why(cordon.why())),
            Outlook.of(worker, policy, now));
  }

  private static Decision uncordon(
      WorkerRecord worker, Asked.Request request, Policy policy, Instant now) {
    return worker.cordon() == null
        ? new Keep(Reason.of(ReasonCode.NOT_CORDONED), Outlook.of(worker, policy, now))
        : new Mark(false, asked(ReasonCode.UNCORDONED, request), Outlook.of(worker, policy, now));
  }

  private static Decision refuse(WorkerRecord worker, Reason reason, Policy policy, Instant now) {
    return new Refuse(reason, Outlook.of(worker, policy, now));
  }

  private static Decision already(WorkerRecord worker, Policy policy, Instant now) {
    return new Keep(
        Reason.of(ReasonCode.ALREADY_ASKED, "state", worker.state().word()),
        Outlook.of(worker, policy, now));
  }

  private static Reason asked(ReasonCode code, Asked.Request request) {
    return Reason.of(code, "by", request.by(), "why", why(request.why()));
  }

  private static String why(String given) {
    return given.isEmpty() ? "no reason given" : given;
  }
}
