package tsa.store;

import static tsa.db.generated.Tables.HEARTBEATS;

import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import tsa.control.port.WorkerStore.ReceivedHeartbeat;
import tsa.db.generated.tables.records.HeartbeatsRecord;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Load;

/**
 * The rows of {@code heartbeats}: one for each worker, begun and taken over by the change that
 * admits a registration, and written by its heartbeats only.
 */
final class HeartbeatRows {
  private static final Field<Integer> CONTAINERS =
      DSL.field(DSL.name("b", "containers"), SQLDataType.INTEGER);
  private static final Field<Integer> VOLUMES =
      DSL.field(DSL.name("b", "volumes"), SQLDataType.INTEGER);
  private static final Field<Integer> CHECK_OBJECTS =
      DSL.field(DSL.name("b", "check_objects"), SQLDataType.INTEGER);
  private static final Field<String> NAMES = DSL.field(DSL.name("b", "names"), SQLDataType.CLOB);
  private static final Field<String> WORKER = DSL.field(DSL.name("b", "worker"), SQLDataType.CLOB);
  private static final Field<Long> INCARNATION =
      DSL.field(DSL.name("b", "incarnation"), SQLDataType.BIGINT);

  private HeartbeatRows() {}

  /** Begins the row of a new worker. */
  static void begin(DSLContext tx, WorkerRecord worker) {
    Heartbeat heartbeat = worker.heartbeat();
    Load load = heartbeat == null ? new Load(0, 0, 0) : heartbeat.load();
    tx.insertInto(HEARTBEATS)
        .set(HEARTBEATS.WORKER, worker.name().value())
        .set(HEARTBEATS.INCARNATION, worker.incarnation().number())
        .set(HEARTBEATS.HEARTBEAT_AT, at(heartbeat))
        .set(HEARTBEATS.ACTIVE_CONTAINERS, count(load.containers()))
        .set(HEARTBEATS.ACTIVE_VOLUMES, count(load.volumes()))
        .set(HEARTBEATS.CHECK_OBJECTS, count(load.checkObjects()))
        .set(HEARTBEATS.CONTAINER_NAMES, names(load))
        .execute();
  }

  private static @Nullable Instant at(@Nullable Heartbeat heartbeat) {
    return heartbeat == null ? null : heartbeat.at();
  }

  /**
   * Gives the row to another registration, from whose number on earlier ones cannot write it. What
   * it holds stays, unless the record says that it means nothing any more.
   */
  static void takeOver(DSLContext tx, WorkerRecord worker) {
    tx.update(HEARTBEATS)
        .set(HEARTBEATS.INCARNATION, worker.incarnation().number())
        .set(
            HEARTBEATS.HEARTBEAT_AT,
            worker.heartbeat() == null
                ? DSL.castNull(SQLDataType.INSTANT)
                : HEARTBEATS.HEARTBEAT_AT)
        .where(HEARTBEATS.WORKER.eq(worker.name().value()))
        .execute();
  }

  /**
   * Writes heartbeats in one statement, whatever their number; those of registrations not in charge
   * find no row. The caller sorts them by name: two writers then lock in nearly the same order.
   */
  static void write(DSLContext tx, List<ReceivedHeartbeat> heartbeats) {
    tx.update(HEARTBEATS)
        .set(HEARTBEATS.HEARTBEAT_AT, ServerClock.now())
        .set(HEARTBEATS.ACTIVE_CONTAINERS, CONTAINERS)
        .set(HEARTBEATS.ACTIVE_VOLUMES, VOLUMES)
        .set(HEARTBEATS.CHECK_OBJECTS, CHECK_OBJECTS)
        .set(HEARTBEATS.CONTAINER_NAMES, NAMES)
        .from(table(heartbeats))
        .where(HEARTBEATS.WORKER.eq(WORKER))
        .and(HEARTBEATS.INCARNATION.eq(INCARNATION))
        .execute();
  }

  private static Table<?> table(List<ReceivedHeartbeat> heartbeats) {
    int size = heartbeats.size();
    String[] workers = new String[size];
    Long[] incarnations = new Long[size];
    Integer[] containers = new Integer[size];
    Integer[] volumes = new Integer[size];
    Integer[] checkObjects = new Integer[size];
    @Nullable String[] names = new @Nullable String[size];
    for (int i = 0; i < size; i++) {
      ReceivedHeartbeat heartbeat = heartbeats.get(i);
      workers[i] = heartbeat.name().value();
      incarnations[i] = heartbeat.incarnation().number();
      containers[i] = count(heartbeat.load().containers());
      volumes[i] = count(heartbeat.load().volumes());
      checkObjects[i] = count(heartbeat.load().checkObjects());
      names[i] = names(heartbeat.load());
    }
    return DSL.table(
            "unnest({0}, {1}, {2}, {3}, {4}, {5})",
            DSL.val(workers, SQLDataType.CLOB.array()),
            DSL.val(incarnations, SQLDataType.BIGINT.array()),
            DSL.val(containers, SQLDataType.INTEGER.array()),
            DSL.val(volumes, SQLDataType.INTEGER.array()),
            DSL.val(checkObjects, SQLDataType.INTEGER.array()),
            DSL.val(names, SQLDataType.CLOB.array()))
        .as("b", "worker", "incarnation", "containers", "volumes", "check_objects", "names");
  }

  /** A name a line; a name has no line breaks in it. */
  private static @Nullable String names(Load load) {
    return load.names().isEmpty() ? null : String.join("\n", load.names());
  }

  /** The load of a row. */
  static Load load(HeartbeatsRecord row) {
    String names = row.getContainerNames();
    return new Load(
        row.getActiveContainers(),
        row.getActiveVolumes(),
        row.getCheckObjects(),
        names == null ? List.of() : names.lines().toList());
  }

  /** One odd count must not fail the heartbeats of a thousand others. */
  private static int count(int reported) {
    return Math.max(0, reported);
  }
}
