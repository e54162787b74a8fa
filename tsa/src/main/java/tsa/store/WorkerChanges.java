package tsa.store;

import static tsa.db.generated.Tables.WORKERS;

import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Result;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Change;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** Changes of {@code workers}, each within a transaction that the caller ends. */
final class WorkerChanges {
  private WorkerChanges() {}

  /**
   * Does what a change says, and writes its event.
   *
   * @return false, with nothing done, if the row is not as the change takes it to be
   */
  static boolean apply(DSLContext tx, Change change) {
    boolean done =
        switch (change) {
          case Change.Create create -> create(tx, create.record());
          case Change.Update update -> update(tx, update.record());
          case Change.Retire retire ->
              update(tx, retire.record()) && FleetRetirements.take(tx, retire.number());
          case Change.Remove remove -> remove(tx, remove);
        };
    if (done) {
      change.event().ifPresent(event -> EventRows.write(tx, event));
    }
    return done;
  }

  /** A creation that comes second fails on the key, which the caller takes for a lost race. */
  private static boolean create(DSLContext tx, WorkerRecord worker) {
    LockedRows rows = lock(tx, worker);
    if (rows.own() != null) {
      return false;
    }
    takeAddress(tx, rows, worker);
    tx.insertInto(WORKERS).set(WorkerRowWriter.row(worker)).execute();
    HeartbeatRows.begin(tx, worker);
    return true;
  }

  private static boolean update(DSLContext tx, WorkerRecord worker) {
    LockedRows rows = lock(tx, worker);
    LockedRow own = rows.own();
    if (own == null || own.revision() != worker.revision() - 1) {
      return false;
    }
    takeAddress(tx, rows, worker);
    tx.update(WORKERS)
        .set(WorkerRowWriter.row(worker))
        .where(WORKERS.NAME.eq(worker.name().value()))
        .execute();
    if (own.incarnation() != worker.incarnation().number()) {
      HeartbeatRows.takeOver(tx, worker);
    }
    return true;
  }

  private static boolean remove(DSLContext tx, Change.Remove remove) {
    return tx.deleteFrom(WORKERS)
            .where(WORKERS.NAME.eq(remove.name().value()))
            .and(WORKERS.REVISION.eq(remove.revision()))
            .execute()
        == 1;
  }

  /** What decides about an update, read under its lock. */
  private record LockedRow(long revision, long incarnation) {}

  /**
   * The rows a change concerns.
   *
   * @param own the worker's; null if there is none
   * @param others whether others have its address
   */
  private record LockedRows(@Nullable LockedRow own, boolean others) {}

  /** Locks the worker's row and those that have its address, in one order for all writers. */
  private static LockedRows lock(DSLContext tx, WorkerRecord worker) {
    String name = worker.name().value();
    Result<?> rows =
        tx.select(WORKERS.NAME, WORKERS.REVISION, WORKERS.INCARNATION)
            .from(WORKERS)
            .where(WORKERS.NAME.eq(name).or(at(worker.address())))
            .orderBy(WORKERS.NAME)
            .forNoKeyUpdate()
            .fetch();
    LockedRow own = null;
    for (var row : rows) {
      if (name.equals(row.get(WORKERS.NAME))) {
        own = new LockedRow(row.get(WORKERS.REVISION), row.get(WORKERS.INCARNATION));
      }
    }
    return new LockedRows(own, rows.size() > (own == null ? 0 : 1));
  }

  private static void takeAddress(DSLContext tx, LockedRows rows, WorkerRecord worker) {
    if (rows.others()) {
      tx.update(WORKERS)
          .setNull(WORKERS.GARDEN_ADDR)
          .setNull(WORKERS.BAGGAGECLAIM_URL)
          .set(WORKERS.REVISION, WORKERS.REVISION.plus(1))
          .where(at(worker.address()))
          .and(WORKERS.NAME.ne(worker.name().value()))
          .execute();
    }
  }

  private static Condition at(@Nullable Address address) {
    return address == null
        ? DSL.falseCondition()
        : WORKERS
            .GARDEN_ADDR
            .eq(address.garden())
            .or(WORKERS.BAGGAGECLAIM_URL.eq(address.baggageclaimUrl()));
  }

  /** Notes that a gateway does not hold a registration any more, if it was in charge. */
  static void disconnect(DSLContext tx, WorkerName name, Incarnation incarnation, UUID gateway) {
    release(
        tx,
        WORKERS
            .NAME
            .eq(name.value())
            .and(WORKERS.INCARNATION.eq(incarnation.number()))
            .and(WORKERS.GATEWAY_ID.eq(gateway)));
  }

  /** Notes that a gateway holds no registration any more; says of how many workers. */
  static int release(DSLContext tx, UUID gateway) {
    Condition held = WORKERS.GATEWAY_ID.eq(gateway);
    tx.select(WORKERS.NAME)
        .from(WORKERS)
        .where(held)
        .orderBy(WORKERS.NAME)
        .forNoKeyUpdate()
        .execute();
    return release(tx, held);
  }

  private static int release(DSLContext tx, Condition which) {
    return tx.update(WORKERS)
        .setNull(WORKERS.GATEWAY_ID)
        .setNull(WORKERS.GARDEN_ADDR)
        .setNull(WORKERS.BAGGAGECLAIM_URL)
        .set(WORKERS.REVISION, WORKERS.REVISION.plus(1))
        .where(which)
        .execute();
  }
}
