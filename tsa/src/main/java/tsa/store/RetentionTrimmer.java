package tsa.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.Record2;
import org.jooq.Select;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * One table of the history, cut back to what is kept. Each call looks at the next rows by id and at
 * their workers, so that it costs the same however long the history is; after a start it goes
 * through the whole table once. Rows written out of the order of their ids are met with the
 * worker's next row. Not thread-safe.
 */
final class RetentionTrimmer {
  private static final Field<Long> ID = DSL.field(DSL.name("row_id"), SQLDataType.BIGINT);
  private static final Field<Instant> AT = DSL.field(DSL.name("row_at"), SQLDataType.INSTANT);
  private static final Field<String> NAME = DSL.field(DSL.name("w", "name"), SQLDataType.CLOB);

  private final Table<?> table;
  private final TableField<?, Long> id;
  private final TableField<?, String> worker;
  private final TableField<?, Instant> at;
  private final int kept;
  private final Duration age;
  private final int most;
  private long seen;

  /** Which columns of a history table say what. */
  record Columns<R extends Record>(
      Table<R> table,
      TableField<R, Long> id,
      TableField<R, String> worker,
      TableField<R, Instant> at) {}

  /**
   * @param kept rows of each worker
   * @param age oldest row
   * @param most rows to look at, and to remove, in a call
   */
  RetentionTrimmer(Columns<?> columns, int kept, Duration age, int most) {
    this.id = columns.id();
    this.worker = columns.worker();
    this.at = columns.at();
    this.table = columns.table();
    this.kept = kept;
    this.age = age;
    this.most = most;
  }

  /** Removes what is not kept, as far as one call goes. */
  void trim(DSLContext tx) {
    trimByAge(tx);
    trimByWorker(tx);
  }

  /** The lowest ids are the oldest rows, near enough: the table needs no index on its times. */
  private void trimByAge(DSLContext tx) {
    Table<?> lowest =
        DSL.select(id.as(ID), at.as(AT)).from(table).orderBy(id).limit(most).asTable("lowest");
    Select<Record1<Long>> old =
        DSL.select(ID).from(lowest).where(AT.le(ServerClock.in(age.negated())));
    tx.deleteFrom(table).where(id.in(old)).execute();
  }

  private void trimByWorker(DSLContext tx) {
    List<? extends Record2<Long, String>> next =
        tx.select(id, worker).from(table).where(id.gt(seen)).orderBy(id).limit(most).fetch();
    if (next.isEmpty()) {
      return;
    }
    String[] names = next.stream().map(Record2::value2).distinct().toArray(String[]::new);
    int removed = tx.deleteFrom(table).where(id.in(surplus(names))).execute();
    if (removed < most) {
      seen = next.getLast().value1();
    }
  }

  private Select<Record1<Long>> surplus(String[] names) {
    Table<?> workers =
        DSL.table("unnest({0})", DSL.val(names, SQLDataType.CLOB.array())).as("w", "name");
    Table<?> older =
        DSL.select(id.as(ID))
            .from(table)
            .where(worker.eq(NAME))
            .orderBy(id.desc())
            .limit(most)
            .offset(kept)
            .asTable("older");
    return DSL.select(ID).from(workers, DSL.lateral(older)).limit(most);
  }
}
