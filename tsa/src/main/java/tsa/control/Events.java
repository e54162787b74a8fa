package tsa.control;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Event;
import tsa.control.port.OwningTeam;
import tsa.lifecycle.Admission;
import tsa.lifecycle.Reason;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Incarnation;
import tsa.worker.Registration;
import tsa.worker.WorkerState;

/**
 * The events that this process writes.
 *
 * @param gateway the id of this process
 */
record Events(UUID gateway) {

  /** The state changed; without a record after it, the worker was forgotten. */
  Event moved(WorkerRecord before, @Nullable WorkerRecord after, Reason reason, String actor) {
    WorkerState to = after == null ? null : after.state();
    return of(before, Event.Kind.STATE, to, reason, actor);
  }

  /** Something that leaves the state as it is. */
  Event still(WorkerRecord worker, Event.Kind kind, Reason reason, String actor) {
    return of(worker, kind, worker.state(), reason, actor);
  }

  private Event of(
      WorkerRecord worker, Event.Kind kind, @Nullable WorkerState to, Reason reason, String actor) {
    return new Event(
        worker.name(),
        kind,
        worker.state(),
        to,
        reason,
        actor,
        worker.incarnation(),
        gateway,
        OwningTeam.of(worker));
  }

  /** A registration came into charge. */
  Event admitted(Admission.Admit admit, Optional<WorkerRecord> before) {
    WorkerRecord record = admit.record();
    return new Event(
        record.name(),
        admit.joined() ? Event.Kind.STATE : Event.Kind.REGISTERED,
        before.map(WorkerRecord::state).orElse(null),
        record.state(),
        admit.reason(),
        Event.RULES,
        record.incarnation(),
        gateway,
        OwningTeam.of(record));
  }

  /**
   * A registration did not come into charge. It is told to whom the name belongs: without a row, to
   * whoever wanted it.
   */
  Event notAdmitted(Registration wanted, Optional<WorkerRecord> worker, Reason reason) {
    WorkerState state = worker.map(WorkerRecord::state).orElse(null);
    return new Event(
        wanted.name(),
        Event.Kind.NOT_ADMITTED,
        state,
        state,
        reason,
        Event.RULES,
        null,
        gateway,
        worker.map(OwningTeam::of).orElse(OwningTeam.of(wanted)));
  }

  /** A registration did not come into charge of a name that this worker bears. */
  Event notAdmitted(WorkerRecord worker, Reason reason) {
    return notAdmitted(worker.registration(), Optional.of(worker), reason);
  }

  /** A registration that was in charge ended. */
  Event ended(
      Registration registration,
      Incarnation incarnation,
      @Nullable WorkerState state,
      Reason reason) {
    return new Event(
        registration.name(),
        Event.Kind.ENDED,
        state,
        state,
        reason,
        registration.name().value(),
        incarnation,
        gateway,
        OwningTeam.of(registration));
  }
}
