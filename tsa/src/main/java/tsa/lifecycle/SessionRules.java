package tsa.lifecycle;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.worker.Incarnation;
import tsa.worker.WorkerState;

/**
 * Rules about the session of an admitted registration. They follow from the stored record alone, so
 * it does not matter which gateway changed it, or when.
 */
public final class SessionRules {
  private SessionRules() {}

  /**
   * Whether a session is to end, and how.
   *
   * @param worker the record under its name, if there still is one
   * @param incarnation the number under which the session was admitted
   */
  public static Optional<SessionEnd> ending(
      Optional<WorkerRecord> worker, Incarnation incarnation) {
    if (worker.isEmpty()) {
      return Optional.of(SessionEnd.of(SessionEnd.Kind.RECONNECT, Reason.of(ReasonCode.FORGOTTEN)));
    }
    WorkerRecord record = worker.get();
    if (record.incarnation().isNewerThan(incarnation)) {
      return Optional.of(
          SessionEnd.of(
              SessionEnd.Kind.HAND_OVER,
              Reason.of(ReasonCode.SUPERSEDED, "newer", record.incarnation())));
    }
    if (!record.incarnation().equals(incarnation)) {
      return Optional.of(SessionEnd.of(SessionEnd.Kind.RECONNECT, Reason.of(ReasonCode.FORGOTTEN)));
    }
    return record.state().isEnded() ? Optional.of(ended(record)) : Optional.empty();
  }

  /**
   * What the machine in charge is to be told besides: that another one wants its name (B16).
   *
   * @param told up to when it has been told; null if it never was
   */
  public static Optional<Reason> news(WorkerRecord worker, @Nullable Instant told) {
    NameConflict nameConflict = worker.nameConflict();
    if (nameConflict == null
        || !nameConflict.at().isAfter(worker.admittedAt())
        || (told != null && !nameConflict.at().isAfter(told))) {
      return Optional.empty();
    }
    return Optional.of(Reason.of(ReasonCode.NAME_CONFLICT, "theirs", nameConflict.startTime()));
  }

  /**
   * How the session of a landed or retired worker ends
   * (docs/protocol/registration.md#what-each-ending-means).
   */
  static SessionEnd ended(WorkerRecord worker) {
    if (worker.state() == WorkerState.LANDED) {
      return SessionEnd.of(SessionEnd.Kind.STOP, Reason.of(ReasonCode.LANDED));
    }
    if (!worker.retiredForHealth()) {
      return SessionEnd.of(SessionEnd.Kind.STOP, Reason.of(ReasonCode.RETIRED));
    }
    String why = worker.drain() == null ? "see its history" : worker.drain().why();
    return SessionEnd.of(SessionEnd.Kind.FAIL, Reason.of(ReasonCode.RETIRED_BROKEN, "why", why));
  }
}
