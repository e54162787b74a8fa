package tsa.store;

import static tsa.db.generated.Sequences.INCARNATION_SEQ;
import static tsa.db.generated.Tables.HEARTBEATS;
import static tsa.db.generated.Tables.WORKERS;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import tsa.control.port.Change;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.db.Database;
import tsa.db.generated.tables.records.WorkersRecord;
import tsa.lifecycle.Retirements;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * What is remembered of workers, on Postgres. Each call is one transaction within the limits of the
 * {@link Database}. Thread-safe.
 */
public final class PostgresWorkerStore implements WorkerStore {
  /** Most heartbeats of one statement: beyond it they get no cheaper, and locks last longer. */
  private static final int BATCH = 1000;

  private static final Field<Instant> NOW =
      DSL.field(DSL.name("clock", "now"), SQLDataType.INSTANT);

  private final StoreTransactions transactions;
  private final CorruptRows corruptRows = new CorruptRows();

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresWorkerStore(Database database) {
    this.transactions = new StoreTransactions(database);
  }

  @Override
  public Incarnation nextIncarnation() {
    return transactions.ask(
        "number a registration", tx -> new Incarnation(tx.nextval(INCARNATION_SEQ)));
  }

  @Override
  public Snapshot all() {
    return transactions.ask(
        "list the workers",
        tx -> {
          Retirements retirements = FleetRetirements.read(tx);
          return snapshot(read(tx, DSL.trueCondition()), retirements);
        });
  }

  @Override
  public Snapshot list() {
    return transactions.ask(
        "list the workers", tx -> snapshot(read(tx, DSL.trueCondition()), Retirements.NONE));
  }

  private Snapshot snapshot(Result<Record> rows, Retirements retirements) {
    List<WorkerRecord> workers = new ArrayList<>(rows.size());
    for (Record row : rows) {
      if (row.get(WORKERS.NAME) != null) {
        record(row).ifPresent(workers::add);
      }
    }
    return new Snapshot(rows.getFirst().get(NOW), workers, retirements);
  }

  private Optional<WorkerRecord> record(Record row) {
    WorkersRecord worker = row.into(WORKERS);
    try {
      return Optional.of(WorkerRowReader.record(worker, row.into(HEARTBEATS)));
    } catch (IllegalArgumentException e) {
      corruptRows.tell(worker.getName(), worker.getRevision(), e);
      return Optional.empty();
    }
  }

  @Override
  public Instant now() {
    return transactions.ask(
        "read the clock", tx -> tx.select(ServerClock.now()).fetchSingle().value1());
  }

  @Override
  public View find(WorkerName name) {
    Record row =
        transactions
            .ask("read worker " + name, tx -> read(tx, WORKERS.NAME.eq(name.value())))
            .getFirst();
    if (row.get(WORKERS.NAME) == null) {
      return new View(row.get(NOW), Optional.empty());
    }
    try {
      WorkerRecord worker = WorkerRowReader.record(row.into(WORKERS), row.into(HEARTBEATS));
      return new View(row.get(NOW), Optional.of(worker));
    } catch (IllegalArgumentException e) {
      String message = "could not read worker %s: %s".formatted(name, e.getMessage());
      throw new StoreException(message, true, e);
    }
  }

  /**
   * Workers with their heartbeats and the clock, in one statement and so of one instant; a single
   * row with the clock alone if there are none. The clock is read after the rows' snapshot is
   * taken, so nothing read is later than it.
   */
  private static Result<Record> read(DSLContext tx, Condition which) {
    Table<?> clock = DSL.select(ServerClock.now().as("now")).asTable("clock");
    return tx.select(NOW)
        .select(WORKERS.fields())
        .select(HEARTBEATS.fields())
        .from(clock)
        .leftJoin(WORKERS)
        .on(which)
        .leftJoin(HEARTBEATS)
        .on(HEARTBEATS.WORKER.eq(WORKERS.NAME))
        .orderBy(WORKERS.NAME.collate("C"))
        .fetch();
  }

  @Override
  public boolean apply(Change change) {
    return transactions.contend(tried(change), tx -> WorkerChanges.apply(tx, change));
  }

  private static String tried(Change change) {
    return switch (change) {
      case Change.Create create -> "store the new worker " + create.record().name();
      case Change.Update update ->
          "store revision %d of worker %s"
              .formatted(update.record().revision(), update.record().name());
      case Change.Retire retire ->
          "store retirement %d, of worker %s".formatted(retire.number(), retire.record().name());
      case Change.Remove remove -> "remove worker " + remove.name();
    };
  }

  @Override
  public void heartbeat(List<ReceivedHeartbeat> heartbeats) {
    List<ReceivedHeartbeat> sorted = sorted(heartbeats);
    for (int from = 0; from < sorted.size(); from += BATCH) {
      List<ReceivedHeartbeat> batch = sorted.subList(from, Math.min(from + BATCH, sorted.size()));
      transactions.run(
          "write %d heartbeats".formatted(batch.size()), tx -> HeartbeatRows.write(tx, batch));
    }
  }

  /** One a worker, the newest registration's, by name. */
  private static List<ReceivedHeartbeat> sorted(List<ReceivedHeartbeat> heartbeats) {
    SortedMap<WorkerName, ReceivedHeartbeat> byName = new TreeMap<>();
    for (ReceivedHeartbeat heartbeat : heartbeats) {
      byName.merge(
          heartbeat.name(),
          heartbeat,
          (before, after) ->
              before.incarnation().isNewerThan(after.incarnation()) ? before : after);
    }
    return List.copyOf(byName.values());
  }

  @Override
  public void disconnected(WorkerName name, Incarnation incarnation, UUID gateway) {
    transactions.run(
        "note that worker " + name + " is disconnected",
        tx -> WorkerChanges.disconnect(tx, name, incarnation, gateway));
  }
}
