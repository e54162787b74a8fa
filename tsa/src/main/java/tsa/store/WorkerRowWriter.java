package tsa.store;

import org.jspecify.annotations.Nullable;
import tsa.db.generated.enums.WorkerState;
import tsa.db.generated.tables.records.WorkersRecord;
import tsa.lifecycle.CheckRecord;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Cordon;
import tsa.lifecycle.Drain;
import tsa.lifecycle.NameConflict;
import tsa.lifecycle.Quarantine;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Registration;

/** From a record to its row in {@code workers}: every column, and everything but the heartbeat. */
final class WorkerRowWriter {
  private WorkerRowWriter() {}

  static WorkersRecord row(WorkerRecord worker) {
    WorkersRecord row = new WorkersRecord();
    row.setName(worker.name().value());
    row.setRevision(worker.revision());
    state(row, worker);
    registration(row, worker);
    address(row, worker.address());
    drain(row, worker.drain());
    checks(row, worker.checks());
    quarantine(row, worker.quarantine());
    cordon(row, worker.cordon());
    nameConflict(row, worker.nameConflict());
    row.setRetiredForHealth(worker.retiredForHealth());
    return row;
  }

  private static void state(WorkersRecord row, WorkerRecord worker) {
    row.setState(state(worker.state()));
    row.setSince(worker.since());
    row.setReason(ReasonColumn.write(worker.reason()));
    row.setReasonCode(worker.reason().code().id());
  }

  /** The same state in Postgres's type. */
  static WorkerState state(tsa.worker.WorkerState state) {
    return WorkerState.lookupLiteral(state.word());
  }

  private static void registration(WorkersRecord row, WorkerRecord worker) {
    Registration registration = worker.registration();
    row.setIncarnation(worker.incarnation().number());
    row.setAdmittedAt(worker.admittedAt());
    row.setGatewayId(worker.gateway());
    row.setKeyFingerprint(worker.machine().keyFingerprint());
    row.setStartTime(worker.machine().startTime());
    row.setRegistration(RegistrationColumns.write(registration));
    row.setTeam(StorableText.storableOrNull(registration.team()));
    row.setPlatform(StorableText.storable(registration.platform()));
    row.setTags(registration.tags().stream().map(StorableText::storable).toArray(String[]::new));
    row.setVersion(StorableText.storable(registration.version()));
    row.setEphemeral(registration.ephemeral());
  }

  private static void address(WorkersRecord row, @Nullable Address address) {
    row.setGardenAddr(address == null ? null : address.garden());
    row.setBaggageclaimUrl(address == null ? null : address.baggageclaimUrl());
  }

  private static void drain(WorkersRecord row, @Nullable Drain drain) {
    row.setDrainBy(drain == null ? null : StorableText.storable(drain.by()));
    row.setDrainWhy(drain == null ? null : StorableText.storable(drain.why()));
    row.setDrainRequestedAt(drain == null ? null : drain.requestedAt());
    row.setDrainDeadline(drain == null ? null : drain.deadline());
  }

  private static void checks(WorkersRecord row, CheckRecord checks) {
    CheckRecord.Last last = checks.last();
    CheckReport.Problem problem = last == null ? null : last.problem();
    row.setCheckFailures(checks.failures());
    row.setFailingSince(checks.failingSince());
    row.setLastCheckAt(last == null ? null : last.at());
    row.setLastVerdict(last == null ? null : last.verdict().word());
    row.setLastStep(problem == null ? null : problem.step().word());
    row.setLastCause(problem == null ? null : problem.cause().word());
    row.setLastDetail(problem == null ? null : CheckColumns.detail(problem));
  }

  private static void cordon(WorkersRecord row, @Nullable Cordon cordon) {
    row.setCordonedBy(cordon == null ? null : StorableText.storable(cordon.by()));
    row.setCordonedWhy(cordon == null ? null : StorableText.storable(cordon.why()));
    row.setCordonedAt(cordon == null ? null : cordon.at());
  }

  private static void nameConflict(WorkersRecord row, @Nullable NameConflict nameConflict) {
    row.setNameConflictStartTime(nameConflict == null ? null : nameConflict.startTime());
    row.setNameConflictAt(nameConflict == null ? null : nameConflict.at());
  }

  private static void quarantine(WorkersRecord row, Quarantine quarantine) {
    row.setQuarantineCount(quarantine.count());
    row.setQuarantineUntil(quarantine.until());
    row.setHealthySince(quarantine.healthySince());
  }
}
