package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.worker.Address;
import tsa.worker.WorkerState;

/** What a record looks like after a decision. Pure; storing it is the store's work. */
public final class Changes {
  private Changes() {}

  /**
   * The record after a move.
   *
   * @param asked who asked for it, if anybody did
   */
  public static WorkerRecord moved(
      WorkerRecord worker, Decision.Move move, Asked asked, Policy policy, Instant now) {
    WorkerState to = move.to();
    boolean health = move.cause() == Cause.CHECKS_FAILED;
    Address address = to.isEnded() ? null : worker.address();
    return new WorkerRecord(
        worker.revision() + 1,
        to,
        to == worker.state() ? worker.since() : now,
        move.reason(),
        worker.incarnation(),
        worker.admittedAt(),
        worker.registration(),
        worker.machine(),
        address,
        worker.gateway(),
        drain(worker, move, asked, policy, now),
        worker.checks(),
        health || (worker.retiredForHealth() && endsDrain(move.cause())),
        health ? next(worker.quarantine(), policy, now) : worker.quarantine(),
        worker.beat());
  }

  private static boolean endsDrain(Cause cause) {
    return cause == Cause.DRAINED || cause == Cause.DRAIN_DEADLINE;
  }

  private static @Nullable Drain drain(
      WorkerRecord worker, Decision.Move move, Asked asked, Policy policy, Instant now) {
    if (!move.to().isDraining() && !move.to().isEnded()) {
      return null;
    }
    boolean begins =
        move.cause() == Cause.LAND_ASKED
            || move.cause() == Cause.RETIRE_ASKED
            || move.cause() == Cause.CHECKS_FAILED;
    if (worker.drain() != null && !begins) {
      return worker.drain();
    }
    Instant deadline = now.plus(policy.drains().timeout());
    return switch (asked) {
      case Asked.Request request -> new Drain(request.by(), request.why(), now, deadline);
      case Asked.Nothing _ -> new Drain("tsa", move.reason().sentence(), now, deadline);
    };
  }

  private static Quarantine next(Quarantine before, Policy policy, Instant now) {
    int count = before.count() + 1;
    return new Quarantine(count, now.plus(quarantine(count, policy)), null);
  }

  /** How long the name has to wait after that many retirements: doubling, up to the largest. */
  static Duration quarantine(int count, Policy policy) {
    Duration wait = policy.quarantines().min();
    for (int i = 1; i < count && wait.compareTo(policy.quarantines().max()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(policy.quarantines().max()) > 0 ? policy.quarantines().max() : wait;
  }

  /** The record after a deep check; good behaviour for long enough ends what is held against it. */
  public static WorkerRecord checked(
      WorkerRecord worker, CheckReport report, Policy policy, Instant now) {
    CheckRecord checks = worker.checks().after(report, now);
    return new WorkerRecord(
        worker.revision() + 1,
        worker.state(),
        worker.since(),
        worker.reason(),
        worker.incarnation(),
        worker.admittedAt(),
        worker.registration(),
        worker.machine(),
        worker.address(),
        worker.gateway(),
        worker.drain(),
        checks,
        worker.retiredForHealth(),
        behaved(worker.quarantine(), report.verdict(), policy, now),
        worker.beat());
  }

  /**
   * The record of a worker whose session is held, though others believed that nobody holds it.
   *
   * @param address where others reach it through that gateway; null if they cannot
   */
  public static WorkerRecord claimed(WorkerRecord worker, @Nullable Address address, UUID gateway) {
    return worker.through(
        worker.registration(),
        worker.machine(),
        worker.incarnation(),
        worker.admittedAt(),
        worker.state().isEnded() ? null : address,
        gateway);
  }

  private static Quarantine behaved(Quarantine held, Verdict verdict, Policy policy, Instant now) {
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
