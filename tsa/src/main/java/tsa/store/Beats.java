package tsa.store;

import static tsa.db.generated.Tables.BEATS;

import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;
import tsa.control.WorkerStore.GoodBeat;
import tsa.db.generated.tables.records.BeatsRecord;
import tsa.lifecycle.Beat;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Load;

/**
 * The rows of {@code beats}: one for each worker, begun and taken over by the change that admits a
 * registration, and written by its beats only.
 */
final class Beats {
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

  private Beats() {}

  /** Begins the row of a new worker. */
  static void begin(DSLContext tx, WorkerRecord worker) {
    Beat beat = worker.beat();
    Load load = beat == null ? new Load(0, 0, 0) : beat.load();
    tx.insertInto(BEATS)
        .set(BEATS.WORKER, worker.name().value())
        .set(BEATS.INCARNATION, worker.incarnation().number())
        .set(BEATS.BEAT_AT, at(beat))
        .set(BEATS.ACTIVE_CONTAINERS, count(load.containers()))
        .set(BEATS.ACTIVE_VOLUMES, count(load.volumes()))
        .set(BEATS.CHECK_OBJECTS, count(load.checkObjects()))
        .set(BEATS.CONTAINER_NAMES, names(load))
        .execute();
  }

  private static @Nullable Instant at(@Nullable Beat beat) {
    return beat == null ? null : beat.at();
  }

  /**
   * Gives the row to another registration, from whose number on earlier ones cannot write it. What
   * it holds stays, unless the record says that it means nothing any more.
   */
  static void takeOver(DSLContext tx, WorkerRecord worker) {
    tx.update(BEATS)
        .set(BEATS.INCARNATION, worker.incarnation().number())
        .set(
            BEATS.BEAT_AT,
            worker.beat() == null ? DSL.castNull(SQLDataType.INSTANT) : BEATS.BEAT_AT)
        .where(BEATS.WORKER.eq(worker.name().value()))
        .execute();
  }

  /**
   * Writes beats in one statement, whatever their number; those of registrations not in charge find
   * no row. The caller sorts them by name: two writers then lock in nearly the same order.
   */
  static void write(DSLContext tx, List<GoodBeat> beats) {
    tx.update(BEATS)
        .set(BEATS.BEAT_AT, ServerClock.now())
        .set(BEATS.ACTIVE_CONTAINERS, CONTAINERS)
        .set(BEATS.ACTIVE_VOLUMES, VOLUMES)
        .set(BEATS.CHECK_OBJECTS, CHECK_OBJECTS)
        .set(BEATS.CONTAINER_NAMES, NAMES)
        .from(table(beats))
        .where(BEATS.WORKER.eq(WORKER))
        .and(BEATS.INCARNATION.eq(INCARNATION))
        .execute();
  }

  private static Table<?> table(List<GoodBeat> beats) {
    int size = beats.size();
    String[] workers = new String[size];
    Long[] incarnations = new Long[size];
    Integer[] containers = new Integer[size];
    Integer[] volumes = new Integer[size];
    Integer[] checkObjects = new Integer[size];
    @Nullable String[] names = new @Nullable String[size];
    for (int i = 0; i < size; i++) {
      GoodBeat beat = beats.get(i);
      workers[i] = beat.name().value();
      incarnations[i] = beat.incarnation().number();
      containers[i] = count(beat.load().containers());
      volumes[i] = count(beat.load().volumes());
      checkObjects[i] = count(beat.load().checkObjects());
      names[i] = names(beat.load());
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
  static Load load(BeatsRecord row) {
    String names = row.getContainerNames();
    return new Load(
        row.getActiveContainers(),
        row.getActiveVolumes(),
        row.getCheckObjects(),
        names == null ? List.of() : names.lines().toList());
  }

  /** One odd count must not fail the beats of a thousand others. */
  private static int count(int reported) {
    return Math.max(0, reported);
  }
}
