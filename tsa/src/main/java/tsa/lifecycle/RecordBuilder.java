package tsa.lifecycle;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerState;

/** A record like another one but for what is set. Not thread-safe. */
public final class RecordBuilder {
  private long revision;
  private WorkerState state;
  private Instant since;
  private Reason reason;
  private Incarnation incarnation;
  private Instant admittedAt;
  private Registration registration;
  private Machine machine;
  private @Nullable Address address;
  private @Nullable UUID gateway;
  private @Nullable Drain drain;
  private CheckRecord checks;
  private boolean retiredForHealth;
  private Quarantine quarantine;
  private @Nullable Cordon cordon;
  private @Nullable NameConflict nameConflict;
  private @Nullable Heartbeat heartbeat;

  private RecordBuilder(WorkerRecord from) {
    revision = from.revision();
    state = from.state();
    since = from.since();
    reason = from.reason();
    incarnation = from.incarnation();
    admittedAt = from.admittedAt();
    registration = from.registration();
    machine = from.machine();
    address = from.address();
    gateway = from.gateway();
    drain = from.drain();
    checks = from.checks();
    retiredForHealth = from.retiredForHealth();
    quarantine = from.quarantine();
    cordon = from.cordon();
    nameConflict = from.nameConflict();
    heartbeat = from.heartbeat();
  }

  /** Begins with a copy. */
  public static RecordBuilder of(WorkerRecord record) {
    return new RecordBuilder(record);
  }

  /** The record. */
  public WorkerRecord build() {
    return new WorkerRecord(
        revision,
        state,
        since,
        reason,
        incarnation,
        admittedAt,
        registration,
        machine,
        address,
        gateway,
        drain,
        checks,
        retiredForHealth,
        quarantine,
        cordon,
        nameConflict,
        heartbeat);
  }

  /** Sets the revision. */
  public RecordBuilder revision(long value) {
    revision = value;
    return this;
  }

  /** One revision on: the record of a change that was decided on this one. */
  public RecordBuilder next() {
    return revision(revision + 1);
  }

  /** Sets the state and since when, and why, it is in it. */
  public RecordBuilder state(WorkerState value, Instant at, Reason why) {
    state = value;
    since = at;
    reason = why;
    return this;
  }

  /** Sets the reason alone. */
  public RecordBuilder reason(Reason value) {
    reason = value;
    return this;
  }

  /** Sets the registration in charge. */
  public RecordBuilder incarnation(long number, Instant at) {
    return incarnation(new Incarnation(number), at);
  }

  /** Sets the registration in charge, and when it was admitted. */
  public RecordBuilder incarnation(Incarnation value, Instant at) {
    incarnation = value;
    admittedAt = at;
    return this;
  }

  /** Sets what the worker said of itself. */
  public RecordBuilder registration(Registration value) {
    registration = value;
    return this;
  }

  /** Sets which machine it is. */
  public RecordBuilder machine(Machine value) {
    machine = value;
    return this;
  }

  /** Sets where others reach it. */
  public RecordBuilder address(@Nullable Address value) {
    address = value;
    return this;
  }

  /** Sets which gateway holds it. */
  public RecordBuilder gateway(@Nullable UUID value) {
    gateway = value;
    return this;
  }

  /** Sets what it drains for. */
  public RecordBuilder drain(@Nullable Drain value) {
    drain = value;
    return this;
  }

  /** Sets what is remembered of its deep checks. */
  public RecordBuilder checks(CheckRecord value) {
    checks = value;
    return this;
  }

  /** Sets what is held against it. */
  public RecordBuilder quarantine(boolean forHealth, Quarantine value) {
    retiredForHealth = forHealth;
    quarantine = value;
    return this;
  }

  /** Sets whether, and by whom, it is kept out of new work. */
  public RecordBuilder cordon(@Nullable Cordon value) {
    cordon = value;
    return this;
  }

  /** Sets who else was kept out of its name lately. */
  public RecordBuilder nameConflict(@Nullable NameConflict value) {
    nameConflict = value;
    return this;
  }

  /** Sets its last good heartbeat. */
  public RecordBuilder heartbeat(@Nullable Heartbeat value) {
    heartbeat = value;
    return this;
  }
}
