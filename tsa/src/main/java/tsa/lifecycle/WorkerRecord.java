package tsa.lifecycle;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * All that is stored of a worker. All instants are of the database's clock.
 *
 * @param revision grows with each change; a change names the one it was decided on
 * @param state one of the six
 * @param since when it entered that state
 * @param reason why it entered that state
 * @param incarnation the newest admitted registration
 * @param admittedAt when that was admitted
 * @param registration what the worker said of itself
 * @param machine which machine it is
 * @param address where others reach it; null if they cannot, or if it has landed or retired
 * @param gateway the gateway that holds its session; null if none does
 * @param drain the request it is draining for, or drained for; null while running or stalled
 * @param checks what is remembered of its deep checks
 * @param retiredForHealth whether the rules retired it, or are retiring it, for failing checks
 * @param quarantine what is held against the name
 * @param cordon who keeps it out of new work, and why; null if nobody does
 * @param nameConflict the last other machine that was kept out of its name; null if there was none
 * @param heartbeat its last good heartbeat; null if there was none since it was admitted
 */
public record WorkerRecord(
    long revision,
    WorkerState state,
    Instant since,
    Reason reason,
    Incarnation incarnation,
    Instant admittedAt,
    Registration registration,
    Machine machine,
    @Nullable Address address,
    @Nullable UUID gateway,
    @Nullable Drain drain,
    CheckRecord checks,
    boolean retiredForHealth,
    Quarantine quarantine,
    @Nullable Cordon cordon,
    @Nullable NameConflict nameConflict,
    @Nullable Heartbeat heartbeat) {

  /** Its name. */
  public WorkerName name() {
    return registration.name();
  }

  /**
   * The last instant at which it was known to be within reach: its last heartbeat or its admission.
   */
  public Instant lastSeen() {
    return heartbeat == null || heartbeat.at().isBefore(admittedAt) ? admittedAt : heartbeat.at();
  }

  /**
   * The next revision, with another way to the same worker; its state and its drain stand (B1).
   *
   * @param told what it says of itself there
   * @param itsMachine which machine it is
   * @param way the registration that leads to it
   * @param admitted when that was admitted
   * @param itsAddress where others reach it; null if they cannot
   * @param itsGateway the gateway that holds the session
   */
  WorkerRecord through(
      Registration told,
      Machine itsMachine,
      Incarnation way,
      Instant admitted,
      @Nullable Address itsAddress,
      @Nullable UUID itsGateway) {
    return RecordBuilder.of(this)
        .next()
        .registration(told)
        .machine(itsMachine)
        .incarnation(way, admitted)
        .address(itsAddress)
        .gateway(itsGateway)
        .build();
  }
}
