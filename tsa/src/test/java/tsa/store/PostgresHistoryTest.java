package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.db.generated.Tables.CHECKS;
import static tsa.db.generated.Tables.WORKER_EVENTS;
import static tsa.store.Samples.GATEWAY;
import static tsa.store.Samples.W;

import java.time.Duration;
import java.util.List;
import org.jooq.JSONB;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tsa.control.port.History;
import tsa.control.port.ReadScope;
import tsa.db.testing.TestDatabase;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Verdict;
import tsa.worker.Incarnation;

/** The history in Postgres keeps the contract, and reads what other versions wrote. */
class PostgresHistoryTest extends HistoryContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final History history =
      new PostgresHistory(database.database(), History.Retention.DEFAULT);

  @BeforeEach
  void empty() {
    database.clear(WORKER_EVENTS, CHECKS);
  }

  @Override
  History history(History.Retention retention) {
    return new PostgresHistory(database.database(), retention);
  }

  private void insertEvent(String kind, String reason) {
    database
        .database()
        .run(tx ->
            tx.insertInto(WORKER_EVENTS)
                .set(WORKER_EVENTS.WORKER, "w")
                .set(WORKER_EVENTS.KIND, kind)
                .set(WORKER_EVENTS.REASON_CODE, "later")
                .set(WORKER_EVENTS.REASON, JSONB.valueOf(reason))
                .set(WORKER_EVENTS.ACTOR, "tsa")
                .set(WORKER_EVENTS.GATEWAY_ID, GATEWAY)
                .execute());
  }

  @Test
  void aReasonOfALaterVersionIsShownAsItStands() {
    insertEvent("state", "{\"code\": \"later\", \"details\": {\"heat\": \"90\"}}");
    Reason reason = history.events(W, ReadScope.ALL, null, 1).getFirst().event().reason();
    assertThat(reason.code()).isEqualTo(ReasonCode.UNKNOWN);
    assertThat(reason.sentence()).isEqualTo("later (heat 90)");
  }

  @Test
  void aKindOfALaterVersionTakesNoPlaceOnAPage() {
    history.write(Samples.event("w", Samples.JOINED));
    insertEvent("teleported", "{\"code\": \"later\"}");
    insertEvent("teleported", "{\"code\": \"later\"}");
    List<History.StoredEvent> page = history.events(W, ReadScope.ALL, null, 1);
    assertThat(page).extracting(e -> e.event().reason()).containsExactly(Samples.JOINED);
  }

  @Test
  void stepsOfALaterVersionAreLeftOut() {
    history.write(
        W,
        null,
        new Incarnation(1),
        GATEWAY,
        History.CheckKind.ASKED,
        Samples.failingReport("no space"));
    String steps =
        """
        [{"step": "ping", "ms": 5}, {"step": "sing", "ms": 1}, {"step": "run", "ms": "long",
          "problem": {"step": "run", "cause": "mood"}}, 7, null]
        """;
    database
        .database()
        .run(tx ->
            tx.update(CHECKS)
                .set(CHECKS.STEPS, JSONB.valueOf(steps))
                .set(CHECKS.CAUSE, "mood")
                .execute());
    CheckReport report = history.checks(W, 1).getFirst().report();
    assertThat(report.verdict()).isEqualTo(Verdict.FAILING);
    assertThat(report.problem()).isNull();
    assertThat(report.steps())
        .extracting(step -> step.step().word())
        .containsExactly("ping", "run");
    assertThat(report.steps()).allMatch(step -> step.problem() == null);
  }

  @Test
  void aWorkersOwnWordsAreStorableAndBounded() {
    CheckReport wordy = Samples.failingReport("\u0000\udc00" + "x".repeat(1_000_000));
    history.write(W, null, new Incarnation(1), GATEWAY, History.CheckKind.PERIODIC, wordy);
    String detail = history.checks(W, 1).getFirst().report().problem().detail();
    assertThat(detail).hasSize(CheckColumns.MAX_DETAIL).startsWith("\ufffd\ufffdx").endsWith("x…");
  }

  @Test
  void anEndlessCheckFitsTheColumn() {
    CheckReport endless =
        new CheckReport(Verdict.INCONCLUSIVE, null, Duration.ofDays(365), List.of());
    history.write(W, null, new Incarnation(1), GATEWAY, History.CheckKind.PERIODIC, endless);
    assertThat(history.checks(W, 1).getFirst().report().duration())
        .isEqualTo(Duration.ofMillis(Integer.MAX_VALUE));
  }

  @Test
  void aCallTrimsABoundedNumberAndTheNextGoOn() {
    for (int i = 0; i < 25; i++) {
      history.write(Samples.event("w", Samples.JOINED));
    }
    History.Retention retention = new History.Retention(2, 2, Duration.ofDays(1));
    PostgresHistory small = new PostgresHistory(database.database(), retention, 10, 10);
    small.trim();
    assertThat(history.events(W, ReadScope.ALL, null, 100)).hasSize(15);
    small.trim();
    small.trim();
    assertThat(history.events(W, ReadScope.ALL, null, 100)).hasSize(2);
  }

  @Test
  void trimmingByAgeIsBoundedToo() {
    for (int i = 0; i < 25; i++) {
      history.write(Samples.event("w", Samples.JOINED));
    }
    History.Retention retention = new History.Retention(100, 100, Duration.ZERO);
    PostgresHistory small = new PostgresHistory(database.database(), retention, 10, 10);
    small.trim();
    assertThat(history.events(W, ReadScope.ALL, null, 100)).hasSize(15);
  }
}
