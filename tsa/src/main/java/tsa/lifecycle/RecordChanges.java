package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.worker.Address;
import tsa.worker.WorkerState;

/** What a record looks like after a decision. Pure; storing it is the store's work. */
public final class RecordChanges {
  private RecordChanges() {}

  /**
   * The record after a move.
   *
   * @param request who asked for it, if anybody did
   */
  public static WorkerRecord moved(
      WorkerRecord worker, Decision.Move move, Request request, Policy policy, Instant now) {
    WorkerState to = move.to();
    boolean health = move.cause() == TransitionCause.CHECKS_FAILED;
    boolean stillHealth = worker.retiredForHealth() && endsDrain(move.cause());
    Quarantine held =
        health ? worker.quarantine().again() : QuarantineRules.begun(worker, to, policy, now);
    return RecordBuilder.of(worker)
        .next()
        .state(to, to == worker.state() ? worker.since() : now, move.reason())
        .address(to.isEnded() ? null : worker.address())
        .drain(drain(worker, move, request, policy, now))
        .quarantine(health || stillHealth, held)
        .build();
  }

  /** The record after a request to keep the worker out of new work, or to let it in again. */
  public static WorkerRecord marked(
      WorkerRecord worker, Decision.Mark mark, Request request, Instant now) {
    return RecordBuilder.of(worker).next().cordon(cordon(mark, request, now)).build();
  }

  private static @Nullable Cordon cordon(Decision.Mark mark, Request request, Instant now) {
    if (!mark.cordoned()) {
      return null;
    }
    return switch (request) {
      case Request.Submitted submitted -> new Cordon(submitted.by(), submitted.why(), now);
      case Request.None _ -> new Cordon("tsa", mark.reason().sentence(), now);
    };
  }

  private static boolean endsDrain(TransitionCause cause) {
    return cause == TransitionCause.DRAINED || cause == TransitionCause.DRAIN_DEADLINE;
  }

  private static @Nullable Drain drain(
      WorkerRecord worker, Decision.Move move, Request request, Policy policy, Instant now) {
    if (!move.to().isDraining() && !move.to().isEnded()) {
      return null;
    }
    boolean begins =
        move.cause() == TransitionCause.LAND_ASKED
            || move.cause() == TransitionCause.RETIRE_ASKED
            || move.cause() == TransitionCause.CHECKS_FAILED;
    if (worker.drain() != null && !begins) {
      return worker.drain();
    }
    Duration limit = policy.drains().timeout();
    Instant deadline = now.plus(limit);
    return switch (request) {
      case Request.Submitted submitted ->
          new Drain(
              submitted.by(),
              submitted.why(),
              now,
              now.plus(Objects.requireNonNullElse(submitted.within(), limit)));
      case Request.None _ ->
          new Drain(
              move.cause() == TransitionCause.CHECKS_FAILED ? "tsa" : Drain.BY_ATC,
              move.reason().sentence(),
              now,
              deadline);
    };
  }

  /** The record after a deep check; good behaviour for long enough ends what is held against it. */
  public static WorkerRecord checked(
      WorkerRecord worker, CheckReport report, Policy policy, Instant now) {
    return RecordBuilder.of(worker)
        .next()
        .checks(worker.checks().after(report, now))
        .quarantine(
            worker.retiredForHealth(),
            QuarantineRules.behaved(worker.quarantine(), report.verdict(), policy, now))
        .build();
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

  /** The record of a worker whose name another live machine wants too. */
  public static WorkerRecord withNameConflict(WorkerRecord worker, long startTime, Instant now) {
    return RecordBuilder.of(worker).next().nameConflict(new NameConflict(startTime, now)).build();
  }
}
