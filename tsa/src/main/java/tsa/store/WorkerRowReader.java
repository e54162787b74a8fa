package tsa.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tsa.db.generated.tables.records.HeartbeatsRecord;
import tsa.db.generated.tables.records.WorkersRecord;
import tsa.lifecycle.CheckRecord;
import tsa.lifecycle.Cordon;
import tsa.lifecycle.Drain;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.NameConflict;
import tsa.lifecycle.Quarantine;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Machine;
import tsa.worker.WorkerState;

/**
 * From a row to the record. A part that cannot be understood, because another version of the TSA or
 * a person wrote it, reads as absent where a record can do without it: the worker stays in charge
 * of the rules. Only without a name, a state or a registration number there is no record.
 */
final class WorkerRowReader {
  private WorkerRowReader() {}

  /**
   * The record of a row.
   *
   * @param heartbeat all null if the worker has no row among the heartbeats
   * @throws IllegalArgumentException if there is no record in it
   */
  static WorkerRecord record(WorkersRecord row, HeartbeatsRecord heartbeat) {
    return new WorkerRecord(
        row.getRevision(),
        state(row),
        row.getSince(),
        ReasonColumn.read(row.getReason()),
        new Incarnation(row.getIncarnation()),
        row.getAdmittedAt(),
        RegistrationColumns.read(row),
        new Machine(row.getStartTime(), row.getKeyFingerprint()),
        address(row),
        row.getGatewayId(),
        drain(row),
        checks(row),
        row.getRetiredForHealth(),
        new Quarantine(row.getQuarantineCount(), row.getQuarantineUntil(), row.getHealthySince()),
        cordon(row),
        nameConflict(row),
        heartbeat(heartbeat));
  }

  private static WorkerState state(WorkersRecord row) {
    WorkerState state = state(row.getState());
    if (state == null) {
      throw new IllegalArgumentException("its state is none that this version knows");
    }
    return state;
  }

  /** The same state in our type; null if there is none. */
  static @Nullable WorkerState state(tsa.db.generated.enums.@Nullable WorkerState state) {
    return state == null ? null : WorkerState.ofWord(state.getLiteral()).orElse(null);
  }

  private static @Nullable Address address(WorkersRecord row) {
    String garden = row.getGardenAddr();
    String baggageclaim = row.getBaggageclaimUrl();
    return garden == null || baggageclaim == null ? null : new Address(garden, baggageclaim);
  }

  private static @Nullable Drain drain(WorkersRecord row) {
    Instant requestedAt = row.getDrainRequestedAt();
    Instant deadline = row.getDrainDeadline();
    if (requestedAt == null || deadline == null) {
      return null;
    }
    return new Drain(present(row.getDrainBy()), present(row.getDrainWhy()), requestedAt, deadline);
  }

  private static @Nullable Cordon cordon(WorkersRecord row) {
    Instant at = row.getCordonedAt();
    return at == null
        ? null
        : new Cordon(present(row.getCordonedBy()), present(row.getCordonedWhy()), at);
  }

  private static @Nullable NameConflict nameConflict(WorkersRecord row) {
    Instant at = row.getNameConflictAt();
    Long start = row.getNameConflictStartTime();
    return at == null || start == null ? null : new NameConflict(start, at);
  }

  private static String present(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static CheckRecord checks(WorkersRecord row) {
    return new CheckRecord(row.getCheckFailures(), row.getFailingSince(), last(row));
  }

  private static CheckRecord.@Nullable Last last(WorkersRecord row) {
    Instant at = row.getLastCheckAt();
    Verdict verdict = Verdict.ofWord(present(row.getLastVerdict())).orElse(null);
    if (at == null || verdict == null) {
      return null;
    }
    return new CheckRecord.Last(
        at,
        verdict,
        CheckColumns.problem(row.getLastStep(), row.getLastCause(), row.getLastDetail()));
  }

  private static @Nullable Heartbeat heartbeat(HeartbeatsRecord row) {
    Instant at = row.getHeartbeatAt();
    if (at == null) {
      return null;
    }
    return new Heartbeat(at, HeartbeatRows.load(row));
  }
}
