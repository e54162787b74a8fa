package tsa.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerLink;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Admission;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.NameConflict;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordChanges;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** What a session writes down besides its heartbeats. */
final class SessionEvents {
  private static final Logger log = LoggerFactory.getLogger(SessionEvents.class);
  private static final int TRIES = 3;

  /**
   * How often one name's quarrels are written down at most, so that no crowd can fill a history.
   */
  private static final Duration NAME_CONFLICT_INTERVAL = Duration.ofMinutes(1);

  private SessionEvents() {}

  /**
   * Puts a registration in charge.
   *
   * @return false if its worker changed in between
   */
  static boolean admit(
      ChangeGate gate, Admission.Admit admit, Optional<WorkerRecord> before, Events events) {
    Event event = events.admitted(admit, before);
    Change change =
        before.isPresent()
            ? new Change.Update(admit.record(), event)
            : new Change.Create(admit.record(), event);
    return gate.store(change, event);
  }

  /**
   * Claims a worker back that another gateway released, because it took this one for dead.
   *
   * @return its record as it is now
   */
  static WorkerRecord claimed(
      ChangeGate gate, WorkerRecord worker, @Nullable Address address, UUID gateway) {
    if (worker.gateway() != null) {
      return worker;
    }
    WorkerRecord mine = RecordChanges.claimed(worker, address, gateway);
    try {
      return gate.storeUntold(mine) ? mine : worker;
    } catch (StoreException e) {
      log.atWarn().addKeyValue("worker", worker.name()).setCause(e).log("not claimed back");
      return worker;
    }
  }

  /**
   * Writes down, in the row of the machine in charge, that another live machine wants its name.
   *
   * @return whether that is written down; false if the row changed meanwhile
   */
  static boolean recordNameConflict(
      ControlDependencies dependencies,
      ChangeGate gate,
      WorkerRecord worker,
      Machine theirs,
      Reason reason,
      Instant now) {
    NameConflict last = worker.nameConflict();
    if (last != null
        && last.at().plus(NAME_CONFLICT_INTERVAL).isAfter(now)
        && !last.at().isAfter(now)) {
      return true;
    }
    Event event = dependencies.events().notAdmitted(worker, reason);
    WorkerRecord next = RecordChanges.withNameConflict(worker, theirs.startTime(), now);
    return gate.store(new Change.Update(next, event), event);
  }

  /**
   * Counts a deep check of an admitted registration.
   *
   * @return false if the registration is not in charge any more
   */
  static boolean recordCheck(
      ControlDependencies dependencies,
      ChangeGate gate,
      WorkerName name,
      Incarnation incarnation,
      CheckReport report) {
    for (int i = 0; i < TRIES; i++) {
      WorkerStore.View view = dependencies.store().find(name);
      if (view.worker().isEmpty() || !view.worker().get().incarnation().equals(incarnation)) {
        return false;
      }
      WorkerRecord next =
          RecordChanges.checked(view.worker().get(), report, dependencies.policy(), view.now());
      if (gate.storeUntold(next)) {
        return true;
      }
    }
    log.atWarn()
        .addKeyValue("worker", name)
        .log("deep check not counted: the record kept changing");
    return false;
  }

  /** Writes down that a worker's session ended from its side. */
  static void recordEnd(
      ControlDependencies dependencies,
      Registration registration,
      Incarnation incarnation,
      WorkerLink.Gone gone) {
    WorkerName name = registration.name();
    ReasonCode code =
        switch (gone) {
          case LEFT -> ReasonCode.WORKER_LEFT;
          case LOST -> ReasonCode.CONNECTION_LOST;
          case REVOKED -> ReasonCode.KEY_REVOKED;
        };
    log.atInfo()
        .addKeyValue("worker", name)
        .addKeyValue("reason", code.id())
        .log("registration ended: {}", code.sentence());
    try {
      WorkerState state =
          dependencies.store().find(name).worker().map(WorkerRecord::state).orElse(null);
      dependencies
          .history()
          .write(dependencies.events().ended(registration, incarnation, state, Reason.of(code)));
    } catch (StoreException e) {
      log.atWarn().addKeyValue("worker", name).setCause(e).log("the end was not written");
    }
  }

  /** Notes that this gateway does not hold the session any more. */
  static void disconnect(
      ControlDependencies dependencies, WorkerName name, Incarnation incarnation) {
    try {
      dependencies.store().disconnected(name, incarnation, dependencies.gateway());
    } catch (StoreException e) {
      log.atWarn().addKeyValue("worker", name).setCause(e).log("the end was not stored");
    }
  }
}
