package tsa.store;

import static tsa.db.generated.Tables.ATC_WORKERS;

import java.util.List;
import java.util.Optional;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tsa.control.port.AtcLedger;
import tsa.db.Database;
import tsa.db.generated.tables.records.AtcWorkersRecord;
import tsa.lifecycle.AtcTold;
import tsa.lifecycle.AtcWord;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** What the ATC was told, on Postgres. Thread-safe. */
public final class PostgresAtcLedger implements AtcLedger {
  private static final String GONE = "gone";
  private static final String UNKNOWN = "unknown";

  private final StoreTransactions transactions;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresAtcLedger(Database database) {
    this.transactions = new StoreTransactions(database);
  }

  @Override
  public List<AtcTold> all() {
    return transactions.ask(
        "read what the ATC was told",
        tx ->
            tx.selectFrom(ATC_WORKERS).fetch().stream()
                .flatMap(row -> told(row).stream())
                .toList());
  }

  @Override
  public void save(AtcTold told) {
    AtcWorkersRecord row = row(told);
    transactions.run(
        "note what the ATC was told of worker " + told.name(),
        tx ->
            tx.insertInto(ATC_WORKERS)
                .set(row)
                .set(ATC_WORKERS.TOLD_AT, ServerClock.now())
                .onConflict(ATC_WORKERS.WORKER)
                .doUpdate()
                .set(row)
                .set(ATC_WORKERS.TOLD_AT, ServerClock.now())
                .where(
                    DSL.row(ATC_WORKERS.INCARNATION, ATC_WORKERS.REVISION)
                        .le(
                            DSL.excluded(ATC_WORKERS.INCARNATION),
                            DSL.excluded(ATC_WORKERS.REVISION)))
                .execute());
  }

  @Override
  public void remove(WorkerName name) {
    transactions.run(
        "strike worker " + name + " off",
        tx -> tx.deleteFrom(ATC_WORKERS).where(ATC_WORKERS.WORKER.eq(name.value())).execute());
  }

  private static AtcWorkersRecord row(AtcTold told) {
    AtcWorkersRecord row = new AtcWorkersRecord();
    row.setWorker(told.name().value());
    row.setTeam(told.team());
    row.setIncarnation(told.incarnation().number());
    row.setStartTime(told.startTime());
    row.setRevision(told.revision());
    row.setState(tsa.db.generated.enums.WorkerState.valueOf(told.state().word()));
    Address address = told.address();
    row.setGardenAddr(address == null ? null : address.garden());
    row.setBaggageclaimUrl(address == null ? null : address.baggageclaimUrl());
    row.setWord(word(told.word()));
    return row;
  }

  private static String word(AtcWord word) {
    return switch (word) {
      case AtcWord.RowState row -> row.state().word();
      case AtcWord.NoRow _ -> GONE;
      case AtcWord.NotSaid _, AtcWord.NoAtc _ -> UNKNOWN;
    };
  }

  /** Empty for a row that another version wrote, and that this one does not understand. */
  private static Optional<AtcTold> told(AtcWorkersRecord row) {
    WorkerState state = WorkerRowReader.state(row.getState());
    if (state == null || WorkerName.problemWith(row.getWorker()).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new AtcTold(
            new WorkerName(row.getWorker()),
            row.getTeam(),
            new Incarnation(row.getIncarnation()),
            row.getStartTime(),
            row.getRevision(),
            state,
            address(row),
            word(row.getWord())));
  }

  private static @Nullable Address address(AtcWorkersRecord row) {
    String garden = row.getGardenAddr();
    String baggageclaim = row.getBaggageclaimUrl();
    return garden == null || baggageclaim == null ? null : new Address(garden, baggageclaim);
  }

  private static AtcWord word(String word) {
    return word.equals(GONE)
        ? new AtcWord.NoRow()
        : WorkerState.ofWord(word)
            .<AtcWord>map(AtcWord.RowState::new)
            .orElseGet(AtcWord.NotSaid::new);
  }
}
