package tsa.lifecycle;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.worker.WorkerState;

/** What is to be done about a worker, and why. Also doing nothing has a reason. */
public sealed interface Decision {
  /** Why. */
  Reason reason();

  /**
   * Leave it as it is.
   *
   * @param reason why nothing is done, and what is being waited for
   * @param next what happens next if nothing changes
   */
  record Keep(Reason reason, Next next) implements Decision {}

  /** Change its state. Built only by {@link #move}, so that no move is off the table. */
  final class Move implements Decision {
    private final WorkerState to;
    private final Cause cause;
    private final Reason reason;

    private Move(WorkerState to, Cause cause, Reason reason) {
      this.to = to;
      this.cause = cause;
      this.reason = reason;
    }

    /** The new state. */
    public WorkerState to() {
      return to;
    }

    /** What the table knows it by. */
    public Cause cause() {
      return cause;
    }

    @Override
    public Reason reason() {
      return reason;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Move that
          && to == that.to
          && cause == that.cause
          && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
      return reason.hashCode();
    }

    @Override
    public String toString() {
      return "Move[to=" + to + ", cause=" + cause + ", reason=" + reason + "]";
    }
  }

  /** Remove its row; the history stays. Built only by {@link #forget}. */
  final class Forget implements Decision {
    private final Cause cause;
    private final Reason reason;

    private Forget(Cause cause, Reason reason) {
      this.cause = cause;
      this.reason = reason;
    }

    /** What the table knows it by. */
    public Cause cause() {
      return cause;
    }

    @Override
    public Reason reason() {
      return reason;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Forget that && cause == that.cause && reason.equals(that.reason);
    }

    @Override
    public int hashCode() {
      return reason.hashCode();
    }

    @Override
    public String toString() {
      return "Forget[cause=" + cause + ", reason=" + reason + "]";
    }
  }

  /**
   * Keep it out of new work, or let it in again; its state stands.
   *
   * @param cordoned whether it is kept out from now on: see {@link Cordon}
   */
  record Mark(boolean cordoned, Reason reason) implements Decision {}

  /** Do not do what was asked. */
  record Refuse(Reason reason) implements Decision {}

  /**
   * What happens to a worker if nothing changes.
   *
   * @param action what
   * @param at when, on the database's clock; null if it waits for something that has no time
   */
  record Next(NextAction action, @Nullable Instant at) {}

  /**
   * A move on the table.
   *
   * @throws IllegalStateException if the table has no such move: a defect in the rules
   */
  static Move move(WorkerState from, Cause cause, Reason reason) {
    WorkerState to =
        Transitions.target(Optional.of(from), cause)
            .flatMap(target -> target)
            .orElseThrow(() -> offTheTable(from, cause));
    return new Move(to, cause, reason);
  }

  /**
   * A removal on the table.
   *
   * @throws IllegalStateException if the table does not allow it: a defect in the rules
   */
  static Forget forget(WorkerState from, Cause cause, Reason reason) {
    Optional<Optional<WorkerState>> target = Transitions.target(Optional.of(from), cause);
    if (target.isEmpty() || target.get().isPresent()) {
      throw offTheTable(from, cause);
    }
    return new Forget(cause, reason);
  }

  private static IllegalStateException offTheTable(WorkerState from, Cause cause) {
    return new IllegalStateException("no transition from " + from + " for " + cause);
  }
}
