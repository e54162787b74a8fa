package tsa.control.port;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.Reason;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * A line of a worker's history.
 *
 * @param worker whose
 * @param kind what sort of thing happened
 * @param from its state before; null if it was absent
 * @param to its state after; null if it is gone
 * @param reason why
 * @param actor who: a user, the worker itself, or {@code tsa} for the rules
 * @param incarnation the registration it concerns; null if none
 * @param gateway the gateway that wrote it
 * @param owner whose the worker was then; null if that is not known, and only admins see it
 */
public record Event(
    WorkerName worker,
    Kind kind,
    @Nullable WorkerState from,
    @Nullable WorkerState to,
    Reason reason,
    String actor,
    @Nullable Incarnation incarnation,
    UUID gateway,
    @Nullable OwningTeam owner) {

  /** Of a worker of which nobody knows whose it was. */
  public Event(
      WorkerName worker,
      Kind kind,
      @Nullable WorkerState from,
      @Nullable WorkerState to,
      Reason reason,
      String actor,
      @Nullable Incarnation incarnation,
      UUID gateway) {
    this(worker, kind, from, to, reason, actor, incarnation, gateway, null);
  }

  /** The sorts of events. */
  public enum Kind {
    /** The state changed, or the worker was forgotten. */
    STATE,
    /** A registration was admitted without a change of state. */
    REGISTERED,
    /** A registration was not admitted. */
    NOT_ADMITTED,
    /** A registration ended. */
    ENDED,
    /** A request was refused. */
    REFUSED,
    /** The rules would have acted, but something holds them. */
    HELD,
    /** Somebody asked to keep the worker out of new work. */
    CORDONED,
    /** Somebody let it in to new work again. */
    UNCORDONED,
    /** Somebody asked for a deep check, of the gateway that holds the worker. */
    CHECK_ASKED;

    /** The word used in JSON and in Postgres. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind of that word; empty if there is none. */
    public static Optional<Kind> ofWord(String word) {
      for (Kind kind : values()) {
        if (kind.word().equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }
  }

  /** Who the rules are called as an actor. */
  public static final String RULES = "tsa";
}
