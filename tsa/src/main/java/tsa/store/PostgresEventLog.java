package tsa.store;

import static tsa.db.generated.Tables.WORKER_EVENTS;

import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import tsa.control.port.EventLog;
import tsa.db.Database;

/** The history of all workers on Postgres, by id. Thread-safe. */
public final class PostgresEventLog implements EventLog {
  private static final Field<Long> OLDEST = DSL.field(DSL.name("tx", "oldest"), SQLDataType.BIGINT);
  private static final Field<Long> NEXT = DSL.field(DSL.name("tx", "next"), SQLDataType.BIGINT);

  private final StoreTransactions transactions;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresEventLog(Database database) {
    this.transactions = new StoreTransactions(database);
  }

  @Override
  public long newest() {
    return transactions.ask(
        "find the newest event",
        tx ->
            tx.select(DSL.coalesce(DSL.max(WORKER_EVENTS.ID), 0L))
                .from(WORKER_EVENTS)
                .fetchSingle()
                .value1());
  }

  /**
   * Rows and transactions in one statement, and so of one snapshot: that is what makes the numbers
   * of the transactions say something about the rows.
   */
  @Override
  public LogWindow look(long after, int limit) {
    Result<Record> rows = transactions.ask("read the newest events", tx -> look(tx, after, limit));
    Record first = rows.getFirst();
    return new LogWindow(
        rows.stream()
            .filter(row -> row.get(WORKER_EVENTS.ID) != null)
            .map(PostgresEventLog::line)
            .toList(),
        first.get(OLDEST),
        first.get(NEXT));
  }

  private static Result<Record> look(DSLContext tx, long after, int limit) {
    Table<?> transactions =
        DSL.table(
                "(select pg_snapshot_xmin(s)::text::bigint as oldest,"
                    + " pg_snapshot_xmax(s)::text::bigint as next from pg_current_snapshot() s)")
            .as("tx");
    Table<?> page =
        DSL.selectFrom(WORKER_EVENTS)
            .where(WORKER_EVENTS.ID.gt(after))
            .orderBy(WORKER_EVENTS.ID)
            .limit(limit)
            .asTable(WORKER_EVENTS.getName());
    return tx.select(OLDEST, NEXT)
        .select(page.fields(WORKER_EVENTS.fields()))
        .from(transactions)
        .leftJoin(page)
        .on(DSL.trueCondition())
        .orderBy(page.field(WORKER_EVENTS.ID))
        .fetch();
  }

  @Override
  public List<LoggedEvent> between(long after, long upTo, int limit) {
    Condition which = WORKER_EVENTS.ID.gt(after).and(WORKER_EVENTS.ID.le(upTo));
    return transactions.ask(
        "read earlier events",
        tx ->
            tx.selectFrom(WORKER_EVENTS)
                .where(which)
                .orderBy(WORKER_EVENTS.ID)
                .limit(limit)
                .fetch(PostgresEventLog::line));
  }

  /** One odd row must not keep everybody from those after it. */
  private static LoggedEvent line(Record row) {
    long id = row.get(WORKER_EVENTS.ID);
    try {
      return new LoggedEvent(id, EventRows.read(row.into(WORKER_EVENTS)).orElse(null));
    } catch (IllegalArgumentException e) {
      return new LoggedEvent(id, null);
    }
  }
}
