package tsa.lifecycle;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.worker.WorkerState;

/** What is to be done about a worker, and why. Also doing nothing has a reason. */
public sealed interface Decision {
  /** Why. */
  Reason reason();

  /** What comes next, if nothing changes; for a change, once it is made. */
  Next next();

  /**
   * Leave it as it is.
   *
   * @param reason why nothing is done, and what is being waited for
   * @param next what happens next if nothing changes
   */
  record Keep(Reason reason, Next next) implements Decision {}

  /**
   * Change its state. What is off the table cannot be built.
   *
   * @param from its state before
   * @param cause what the table knows it by
   * @param next what comes next once that is done
   */
  record Move(WorkerState from, TransitionCause cause, Reason reason, Next next)
      implements Decision {
    /**
     * @throws IllegalStateException if the table has no such move: a defect in the rules
     */
    public Move {
      if (target(from, cause).flatMap(to -> to).isEmpty()) {
        throw offTheTable(from, cause);
      }
    }

    /** The new state. */
    public WorkerState to() {
      return target(from, cause).flatMap(to -> to).orElse(from);
    }
  }

  /**
   * Remove its row; the history stays. What is off the table cannot be built.
   *
   * @param from its state before
   * @param cause what the table knows it by
   */
  record Forget(WorkerState from, TransitionCause cause, Reason reason) implements Decision {
    /**
     * @throws IllegalStateException if the table does not allow it: a defect in the rules
     */
    public Forget {
      if (target(from, cause).filter(Optional::isEmpty).isEmpty()) {
        throw offTheTable(from, cause);
      }
    }

    @Override
    public Next next() {
      return new Next(NextAction.JOIN_ANEW, null);
    }
  }

  /**
   * Keep it out of new work, or let it in again; its state stands.
   *
   * @param cordoned whether it is kept out from now on: see {@link Cordon}
   */
  record Mark(boolean cordoned, Reason reason, Next next) implements Decision {}

  /** Do not do what was asked. */
  record Refuse(Reason reason, Next next) implements Decision {}

  /**
   * What happens to a worker if nothing changes.
   *
   * @param action what
   * @param at when, on the database's clock; null if it waits for something that has no time
   */
  record Next(NextAction action, @Nullable Instant at) {}

  /**
   * A move of a worker, with what comes next after it.
   *
   * @throws IllegalStateException if the table has no such move: a defect in the rules
   */
  static Move move(
      WorkerRecord worker, TransitionCause cause, Reason reason, Policy policy, Instant now) {
    WorkerState to =
        target(worker.state(), cause)
            .flatMap(state -> state)
            .orElseThrow(() -> offTheTable(worker.state(), cause));
    return new Move(worker.state(), cause, reason, NextStep.after(worker, to, reason, policy, now));
  }

  private static Optional<Optional<WorkerState>> target(WorkerState from, TransitionCause cause) {
    return Transitions.target(Optional.of(from), cause);
  }

  private static IllegalStateException offTheTable(WorkerState from, TransitionCause cause) {
    return new IllegalStateException("no transition from " + from + " for " + cause);
  }
}
