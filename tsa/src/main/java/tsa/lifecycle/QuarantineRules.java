package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import tsa.worker.WorkerState;

/**
 * Rules about what is held against a name that was retired for failing checks, and for how long.
 */
final class QuarantineRules {
  private QuarantineRules() {}

  /** The time of a quarantine begins when the worker is gone, not when it is asked to go. */
  static Quarantine begun(WorkerRecord worker, WorkerState to, Policy policy, Instant now) {
    Quarantine held = worker.quarantine();
    return to.isEnded() && held.isPending()
        ? new Quarantine(held.count(), now.plus(length(held.count(), policy)), null)
        : held;
  }

  /** How long the name has to wait after that many retirements: doubling, up to the largest. */
  static Duration length(int count, Policy policy) {
    Duration wait = policy.quarantines().min();
    for (int i = 1; i < count && wait.compareTo(policy.quarantines().max()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(policy.quarantines().max()) > 0 ? policy.quarantines().max() : wait;
  }

  /** What is still held against it after a deep check: good behaviour for long enough ends it. */
  static Quarantine behaved(Quarantine held, Verdict verdict, Policy policy, Instant now) {
    if (held.count() == 0 || (verdict != Verdict.FAILING && !verdict.isPassed())) {
      return held;
    }
    if (verdict == Verdict.FAILING) {
      return new Quarantine(held.count(), held.until(), null);
    }
    Instant since = held.healthySince() == null ? now : held.healthySince();
    boolean forgiven = !since.plus(policy.quarantines().max()).isAfter(now);
    return forgiven ? Quarantine.NONE : new Quarantine(held.count(), held.until(), since);
  }
}
