package tsa.lifecycle;

import tsa.lifecycle.Decision.Keep;
import tsa.lifecycle.Decision.Refuse;
import tsa.worker.WorkerState;

/** Rules about requests: each is done, was done already, or is refused with a reason. */
final class RequestRules {
  private RequestRules() {}

  static Decision decide(WorkerRecord worker, Asked.Request request, Policy policy) {
    return switch (request.what()) {
      case LAND -> land(worker, request, policy);
      case RETIRE -> retire(worker, request, policy);
      case PRUNE -> prune(worker, request);
      case DELETE -> delete(worker, request, policy);
    };
  }

  private static Decision land(WorkerRecord worker, Asked.Request request, Policy policy) {
    return switch (worker.state()) {
      case RUNNING, STALLED ->
          Decision.move(
              worker.state(), Cause.LAND_ASKED, asked(ReasonCode.LAND_REQUESTED, request));
      case LANDING, LANDED -> already(worker, policy);
      case RETIRING ->
          new Refuse(
              Reason.of(ReasonCode.NOT_LANDED_RETIRING, "state", WorkerState.RETIRING.word()));
      case RETIRED -> new Refuse(Reason.of(ReasonCode.RETIRED_ALREADY));
    };
  }

  /**
   * What the rules retire as broken comes back after a restart; what a person retires does not. So
   * a person's request takes over a retirement of the rules, and is not lost in it.
   */
  private static Decision retire(WorkerRecord worker, Asked.Request request, Policy policy) {
    return switch (worker.state()) {
      case RUNNING, STALLED, LANDING, LANDED -> retiring(worker, request);
      case RETIRING ->
          worker.retiredForHealth() ? retiring(worker, request) : already(worker, policy);
      case RETIRED -> already(worker, policy);
    };
  }

  private static Decision retiring(WorkerRecord worker, Asked.Request request) {
    return Decision.move(
        worker.state(), Cause.RETIRE_ASKED, asked(ReasonCode.RETIRE_REQUESTED, request));
  }

  private static Decision prune(WorkerRecord worker, Asked.Request request) {
    return switch (worker.state()) {
      case RUNNING -> new Refuse(Reason.of(ReasonCode.NOT_PRUNED_RUNNING));
      case STALLED, LANDING, LANDED, RETIRING, RETIRED ->
          Decision.forget(worker.state(), Cause.PRUNED, asked(ReasonCode.PRUNED, request));
    };
  }

  private static Decision delete(WorkerRecord worker, Asked.Request request, Policy policy) {
    return switch (worker.state()) {
      case RUNNING, STALLED, LANDING, LANDED, RETIRING ->
          Decision.move(worker.state(), Cause.DELETED, asked(ReasonCode.DELETED, request));
      case RETIRED -> already(worker, policy);
    };
  }

  private static Decision already(WorkerRecord worker, Policy policy) {
    return new Keep(
        Reason.of(ReasonCode.ALREADY_ASKED, "state", worker.state().word()),
        DrainRules.next(worker, policy));
  }

  private static Reason asked(ReasonCode code, Asked.Request request) {
    String why = request.why().isEmpty() ? "no reason given" : request.why();
    return Reason.of(code, "by", request.by(), "why", why);
  }
}
