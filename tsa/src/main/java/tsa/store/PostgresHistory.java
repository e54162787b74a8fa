package tsa.store;

import static tsa.db.generated.Tables.CHECKS;
import static tsa.db.generated.Tables.WORKER_EVENTS;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.OwningTeam;
import tsa.control.port.ReadScope;
import tsa.db.Database;
import tsa.db.generated.tables.records.ChecksRecord;
import tsa.db.generated.tables.records.WorkerEventsRecord;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Verdict;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * The history of workers on Postgres. Rows of a kind or with a verdict that only another version of
 * the TSA knows are left out. Thread-safe.
 */
public final class PostgresHistory implements History {
  /** Rows that one call of {@link #trim} looks at and removes, at most, of each table. */
  private static final int EVENTS_A_CALL = 1000;

  private static final int CHECKS_A_CALL = 10_000;

  private static final List<String> KINDS =
      Arrays.stream(Event.Kind.values()).map(Event.Kind::word).toList();

  private static final List<String> VERDICTS =
      Arrays.stream(Verdict.values()).map(Verdict::word).toList();

  private final StoreTransactions transactions;
  private final RetentionTrimmer events;
  private final RetentionTrimmer checks;

  /**
   * @param database open, with the schema in it; stays the caller's to close
   */
  public PostgresHistory(Database database, Retention retention) {
    this(database, retention, EVENTS_A_CALL, CHECKS_A_CALL);
  }

  PostgresHistory(Database database, Retention retention, int eventsACall, int checksACall) {
    this.transactions = new StoreTransactions(database);
    this.events =
        new RetentionTrimmer(
            new RetentionTrimmer.Columns<>(
                WORKER_EVENTS, WORKER_EVENTS.ID, WORKER_EVENTS.WORKER, WORKER_EVENTS.AT),
            retention.events(),
            retention.age(),
            eventsACall);
    this.checks =
        new RetentionTrimmer(
            new RetentionTrimmer.Columns<>(CHECKS, CHECKS.ID, CHECKS.WORKER, CHECKS.ENDED_AT),
            retention.checks(),
            retention.age(),
            checksACall);
  }

  @Override
  public void write(Event event) {
    transactions.run(
        "write an event of worker " + event.worker(), tx -> EventRows.write(tx, event));
  }

  @Override
  public List<StoredEvent> events(
      WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
    return read(
        transactions.ask(
            "read the events of worker " + worker,
            tx ->
                eventRows(
                    tx,
                    WORKER_EVENTS
                        .WORKER
                        .eq(worker.value())
                        .and(TeamColumn.seenBy(WORKER_EVENTS.TEAM, scope)),
                    before,
                    limit)));
  }

  @Override
  public List<StoredEvent> recent(@Nullable Long before, int limit) {
    return read(
        transactions.ask(
            "read the newest events of all workers",
            tx -> eventRows(tx, DSL.noCondition(), before, limit)));
  }

  private static List<StoredEvent> read(List<WorkerEventsRecord> rows) {
    return rows.stream().map(EventRows::read).flatMap(Optional::stream).toList();
  }

  private static List<WorkerEventsRecord> eventRows(
      DSLContext tx, Condition which, @Nullable Long before, int limit) {
    return tx.selectFrom(WORKER_EVENTS)
        .where(which)
        .and(before == null ? DSL.noCondition() : WORKER_EVENTS.ID.lt(before))
        .and(WORKER_EVENTS.KIND.in(KINDS))
        .orderBy(WORKER_EVENTS.ID.desc())
        .limit(page(limit))
        .fetch();
  }

  @Override
  public void write(
      WorkerName worker,
      @Nullable OwningTeam owner,
      Incarnation incarnation,
      UUID gateway,
      CheckKind kind,
      CheckReport report) {
    ChecksRecord row = row(report);
    row.setWorker(worker.value());
    row.setTeam(TeamColumn.column(owner));
    row.setIncarnation(incarnation.number());
    row.setGatewayId(gateway);
    row.setKind(word(kind));
    transactions.run(
        "write a deep check of worker " + worker, tx -> tx.insertInto(CHECKS).set(row).execute());
  }

  private static ChecksRecord row(CheckReport report) {
    CheckReport.Problem problem = report.problem();
    ChecksRecord row = new ChecksRecord();
    row.setDurationMs(CheckColumns.millis(report.duration()));
    row.setVerdict(report.verdict().word());
    row.setStep(problem == null ? null : problem.step().word());
    row.setCause(problem == null ? null : problem.cause().word());
    row.setDetail(problem == null ? null : CheckColumns.detail(problem));
    row.setSteps(CheckColumns.steps(report.steps()));
    return row;
  }

  private static String word(CheckKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<StoredCheck> checks(
      WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
    return transactions
        .ask(
            "read the deep checks of worker " + worker,
            tx -> checkRows(tx, worker, scope, before, limit))
        .stream()
        .map(PostgresHistory::check)
        .flatMap(Optional::stream)
        .toList();
  }

  private static List<ChecksRecord> checkRows(
      DSLContext tx, WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
    return tx.selectFrom(CHECKS)
        .where(CHECKS.WORKER.eq(worker.value()))
        .and(TeamColumn.seenBy(CHECKS.TEAM, scope))
        .and(before == null ? DSL.noCondition() : CHECKS.ID.lt(before))
        .and(CHECKS.VERDICT.in(VERDICTS))
        .orderBy(CHECKS.ID.desc())
        .limit(page(limit))
        .fetch();
  }

  private static int page(int limit) {
    return Math.clamp(limit, 0, LARGEST_PAGE);
  }

  private static Optional<StoredCheck> check(ChecksRecord row) {
    return Verdict.ofWord(row.getVerdict())
        .flatMap(verdict -> kind(row).map(kind -> check(row, kind, verdict)));
  }

  private static StoredCheck check(ChecksRecord row, CheckKind kind, Verdict verdict) {
    return new StoredCheck(
        row.getId(),
        new WorkerName(row.getWorker()),
        new Incarnation(row.getIncarnation()),
        row.getGatewayId(),
        kind,
        row.getEndedAt(),
        new CheckReport(
            verdict,
            CheckColumns.problem(row.getStep(), row.getCause(), row.getDetail()),
            Duration.ofMillis(row.getDurationMs()),
            CheckColumns.steps(row.getSteps())),
        TeamColumn.read(row.getTeam()));
  }

  private static Optional<CheckKind> kind(ChecksRecord row) {
    return Arrays.stream(CheckKind.values()).filter(k -> word(k).equals(row.getKind())).findFirst();
  }

  @Override
  public synchronized void trim() {
    transactions.run("trim the events", events::trim);
    transactions.run("trim the deep checks", checks::trim);
  }
}
