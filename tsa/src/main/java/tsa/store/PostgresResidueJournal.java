package tsa.store;

import static tsa.db.generated.Tables.RESIDUE;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import tsa.control.port.ResidueJournal;
import tsa.db.Database;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** The journal of what deep checks may have left, on Postgres. Thread-safe. */
public final class PostgresResidueJournal implements ResidueJournal {
  /** Longest problem kept, in characters: it can hold a worker's own words. */
  private static final int MAX_PROBLEM = 500;

  /** More than one, so that dropping is faster than growing. */
  private static final int DROPPED_A_CALL = 10;

  private final StoreTransactions transactions;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresResidueJournal(Database database) {
    this.transactions = new StoreTransactions(database);
  }

  @Override
  public void journal(
      CheckHandle handle,
      WorkerName worker,
      Incarnation incarnation,
      UUID gateway,
      Duration destroyAfter) {
    transactions.run(
        "journal %s of worker %s".formatted(handle, worker),
        tx -> {
          tx.insertInto(RESIDUE)
              .set(RESIDUE.HANDLE, handle.value())
              .set(RESIDUE.WORKER, worker.value())
              .set(RESIDUE.INCARNATION, incarnation.number())
              .set(RESIDUE.GATEWAY_ID, gateway)
              .set(RESIDUE.JOURNALLED_AT, ServerClock.now())
              .set(RESIDUE.DESTROY_AFTER, ServerClock.in(destroyAfter))
              .execute();
          dropOldest(tx);
        });
  }

  /** Two writers at once drop different rows: neither waits for the other. */
  private static void dropOldest(DSLContext tx) {
    tx.deleteFrom(RESIDUE)
        .where(
            RESIDUE.HANDLE.in(
                DSL.select(RESIDUE.HANDLE)
                    .from(RESIDUE)
                    .where(RESIDUE.JOURNALLED_AT.le(ServerClock.in(KEPT.negated())))
                    .orderBy(RESIDUE.JOURNALLED_AT)
                    .limit(DROPPED_A_CALL)
                    .forUpdate()
                    .skipLocked()))
        .execute();
  }

  @Override
  public void strike(CheckHandle handle) {
    transactions.run(
        "strike off " + handle,
        tx -> tx.deleteFrom(RESIDUE).where(RESIDUE.HANDLE.eq(handle.value())).execute());
  }

  @Override
  public void tried(CheckHandle handle, String problem) {
    transactions.run(
        "note a vain try on " + handle,
        tx ->
            tx.update(RESIDUE)
                .set(RESIDUE.TRIES, RESIDUE.TRIES.plus(1))
                .set(RESIDUE.LAST_TRIED_AT, ServerClock.now())
                .set(RESIDUE.LAST_PROBLEM, StorableText.shortened(problem, MAX_PROBLEM))
                .where(RESIDUE.HANDLE.eq(handle.value()))
                .execute());
  }

  @Override
  public List<CheckHandle> overdue(WorkerName worker, int limit) {
    return handles(worker, RESIDUE.DESTROY_AFTER.le(ServerClock.now()), limit);
  }

  @Override
  public List<CheckHandle> inUse(WorkerName worker, int limit) {
    return handles(worker, RESIDUE.DESTROY_AFTER.gt(ServerClock.now()), limit);
  }

  private List<CheckHandle> handles(WorkerName worker, Condition which, int limit) {
    return transactions.ask(
        "list what deep checks left on worker " + worker,
        tx ->
            tx.select(RESIDUE.HANDLE)
                .from(RESIDUE)
                .where(RESIDUE.WORKER.eq(worker.value()))
                .and(which)
                .orderBy(RESIDUE.JOURNALLED_AT, RESIDUE.HANDLE)
                .limit(Math.max(0, limit))
                .fetch(row -> new CheckHandle(row.value1())));
  }

  @Override
  public int size() {
    return transactions.ask("count what deep checks left", tx -> tx.fetchCount(RESIDUE));
  }
}
