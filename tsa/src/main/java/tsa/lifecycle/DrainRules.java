package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tsa.lifecycle.Decision.Forget;
import tsa.lifecycle.Decision.Keep;
import tsa.lifecycle.Decision.Next;
import tsa.worker.WorkerState;

/** Rules about leaving: a drain lasts until no work is left or its deadline comes. */
final class DrainRules {
  private DrainRules() {}

  /** What somebody asked of a worker at the ATC is asked here, too. */
  static Optional<Decision> askedByAtc(
      WorkerRecord worker, AtcWord word, Policy policy, Instant now) {
    return word.row()
        .flatMap(row ->
            switch (row) {
              case LANDING, LANDED ->
                  Optional.of(
                      asked(
                          worker,
                          TransitionCause.LAND_ASKED,
                          ReasonCode.LAND_REQUESTED,
                          policy,
                          now));
              case RETIRING ->
                  Optional.of(
                      asked(
                          worker,
                          TransitionCause.RETIRE_ASKED,
                          ReasonCode.RETIRE_REQUESTED,
                          policy,
                          now));
              case RUNNING, STALLED, RETIRED -> Optional.empty();
            });
  }

  private static Decision asked(
      WorkerRecord worker, TransitionCause cause, ReasonCode code, Policy policy, Instant now) {
    Reason reason = Reason.of(code, "by", Drain.BY_ATC, "why", "asked for there");
    return Decision.move(worker, cause, reason, policy, now);
  }

  /** A landing or retiring worker. */
  static Decision draining(WorkerRecord worker, Evidence evidence, Policy policy, Instant now) {
    Drain drain = drainOf(worker, policy);
    boolean retiresThere = evidence.atc().row().filter(WorkerState.RETIRING::equals).isPresent();
    if (worker.state() == WorkerState.LANDING && retiresThere) {
      return asked(worker, TransitionCause.RETIRE_ASKED, ReasonCode.RETIRE_REQUESTED, policy, now);
    }
    if (isDrained(worker, drain, evidence.atc())) {
      return Decision.move(
          worker, TransitionCause.DRAINED, Reason.of(ReasonCode.DRAINED), policy, now);
    }
    if (!now.isBefore(drain.deadline())) {
      return ConnectivityRules.held(
              "cut off from its work", evidence.evaluation(), policy.evaluationNeeds(), now)
          .orElseGet(() -> cutOff(worker, drain, policy, now));
    }
    if (!(evidence.atc() instanceof AtcWord.NoAtc)) {
      Reason waiting =
          Reason.of(ReasonCode.DRAINING_AT_ATC, "left", Duration.between(now, drain.deadline()));
      return new Keep(waiting, new Next(NextAction.END_DRAIN, drain.deadline()));
    }
    Reason reason =
        Reason.of(
            ReasonCode.DRAINING,
            "containers",
            containers(worker),
            "blockers",
            blockers(worker),
            "left",
            Duration.between(now, drain.deadline()));
    return new Keep(reason, new Next(NextAction.END_DRAIN, drain.deadline()));
  }

  private static Decision cutOff(WorkerRecord worker, Drain drain, Policy policy, Instant now) {
    Reason reason =
        Reason.of(
            ReasonCode.DRAIN_DEADLINE,
            "deadline",
            Duration.between(drain.requestedAt(), drain.deadline()),
            "containers",
            containers(worker),
            "blockers",
            blockers(worker));
    return Decision.move(worker, TransitionCause.DRAIN_DEADLINE, reason, policy, now);
  }

  /** Only the ATC knows which containers are of builds; those of failed ones stay for days. */
  private static boolean isDrained(WorkerRecord worker, Drain drain, AtcWord atc) {
    return atc instanceof AtcWord.NoAtc ? isEmpty(worker, drain) : atc.isDrained();
  }

  /**
   * Whether the worker itself said, after it was asked to drain, that it holds no containers but
   * ours. An older count may miss what was just started.
   */
  private static boolean isEmpty(WorkerRecord worker, Drain drain) {
    Heartbeat heartbeat = worker.heartbeat();
    return heartbeat != null
        && heartbeat.at().isAfter(drain.requestedAt())
        && heartbeat.load().containers() == 0;
  }

  private static String containers(WorkerRecord worker) {
    return worker.heartbeat() == null
        ? "unknown"
        : Integer.toString(worker.heartbeat().load().containers());
  }

  private static String blockers(WorkerRecord worker) {
    return worker.heartbeat() == null
        ? "it was never heard"
        : worker.heartbeat().load().blockers(Reason.MAX_DETAIL);
  }

  static Drain drainOf(WorkerRecord worker, Policy policy) {
    return worker.drain() == null
        ? new Drain("", "", worker.since(), worker.since().plus(policy.drains().timeout()))
        : worker.drain();
  }

  /** A landed worker waits for its restart, until the clean-up of its class (B7). */
  static Decision landed(WorkerRecord worker, Evidence evidence, Policy policy, Instant now) {
    Reason reason =
        Reason.of(ReasonCode.LANDED_WAITING, "time", Duration.between(worker.since(), now));
    return ConnectivityRules.forgetEphemeral(worker, evidence, policy, now)
        .or(() ->
            ConnectivityRules.forgetLongGone(
                worker, TransitionCause.LANDED_TOO_LONG, evidence, policy, now))
        .orElseGet(() -> new Keep(reason, NextStep.of(worker, policy, now)));
  }

  /** A retired worker: its record is kept for a while. */
  static Decision retired(WorkerRecord worker, Policy policy, Instant now) {
    Duration retention = policy.drains().retention();
    Duration kept = Duration.between(worker.since(), now);
    if (kept.compareTo(retention) >= 0) {
      Reason reason = Reason.of(ReasonCode.RECORD_EXPIRED, "time", kept, "retention", retention);
      return new Forget(worker.state(), TransitionCause.RECORD_EXPIRED, reason);
    }
    Reason reason = Reason.of(ReasonCode.RECORD_KEPT, "time", kept, "retention", retention);
    return new Keep(reason, new Next(NextAction.FORGET, worker.since().plus(retention)));
  }
}
