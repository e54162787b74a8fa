package tsa.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.Decision.Next;
import tsa.worker.WorkerState;

/** What comes next for a worker in the state it is in, if nothing changes. Pure. */
final class NextStep {
  private NextStep() {}

  static Next of(WorkerRecord worker, Policy policy, Instant now) {
    return switch (worker.state()) {
      case RUNNING ->
          new Next(NextAction.NEXT_HEARTBEAT, future(nextHeartbeat(worker, policy), now));
      case STALLED -> ConnectivityRules.waitingFor(worker, NextAction.RECOVER, policy);
      case LANDING, RETIRING ->
          new Next(NextAction.END_DRAIN, DrainRules.drainOf(worker, policy).deadline());
      case LANDED -> ConnectivityRules.waitingFor(worker, NextAction.AWAIT_RESTART, policy);
      case RETIRED -> new Next(NextAction.FORGET, worker.since().plus(policy.drains().retention()));
    };
  }

  /** The same once it is in another state since now, and drains from now on if it drains. */
  static Next after(
      WorkerRecord worker, WorkerState to, Reason reason, Policy policy, Instant now) {
    WorkerRecord then = RecordBuilder.of(worker).state(to, now, reason).drain(null).build();
    return of(then, policy, now);
  }

  static Instant nextHeartbeat(WorkerRecord worker, Policy policy) {
    return worker.lastSeen().plus(policy.connectivity().longestGap());
  }

  /** The instant, unless it has gone by: then what it was to bring is overdue, and has no time. */
  static @Nullable Instant future(Instant at, Instant now) {
    return at.isBefore(now) ? null : at;
  }
}
