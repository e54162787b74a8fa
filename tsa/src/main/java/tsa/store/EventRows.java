package tsa.store;

import static tsa.db.generated.Tables.WORKER_EVENTS;

import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.db.generated.tables.records.WorkerEventsRecord;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** The rows of {@code worker_events}. */
final class EventRows {
  private EventRows() {}

  /** Writes one; the database says when. */
  static void write(DSLContext tx, Event event) {
    WorkerEventsRecord row = new WorkerEventsRecord();
    row.setWorker(event.worker().value());
    row.setKind(event.kind().word());
    row.setFromState(column(event.from()));
    row.setToState(column(event.to()));
    row.setReasonCode(event.reason().code().id());
    row.setReason(ReasonColumn.write(event.reason()));
    row.setActor(StorableText.storable(event.actor()));
    Incarnation incarnation = event.incarnation();
    row.setIncarnation(incarnation == null ? null : incarnation.number());
    row.setGatewayId(event.gateway());
    row.setTeam(TeamColumn.column(event.owner()));
    tx.insertInto(WORKER_EVENTS).set(row).execute();
  }

  private static tsa.db.generated.enums.@Nullable WorkerState column(@Nullable WorkerState state) {
    return state == null ? null : WorkerRowWriter.state(state);
  }

  /** The event of a row; empty if its kind is none that this version knows. */
  static Optional<History.StoredEvent> read(WorkerEventsRecord row) {
    return Event.Kind.ofWord(row.getKind())
        .map(kind -> new History.StoredEvent(row.getId(), row.getAt(), event(row, kind)));
  }

  private static Event event(WorkerEventsRecord row, Event.Kind kind) {
    Long incarnation = row.getIncarnation();
    return new Event(
        new WorkerName(row.getWorker()),
        kind,
        WorkerRowReader.state(row.getFromState()),
        WorkerRowReader.state(row.getToState()),
        ReasonColumn.read(row.getReason()),
        row.getActor(),
        incarnation == null ? null : new Incarnation(incarnation),
        row.getGatewayId(),
        TeamColumn.read(row.getTeam()));
  }
}
