package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.db.generated.Tables.GATEWAYS;
import static tsa.db.generated.Tables.HEARTBEATS;
import static tsa.db.generated.Tables.WORKERS;
import static tsa.db.generated.Tables.WORKER_EVENTS;
import static tsa.store.Samples.creation;
import static tsa.store.Samples.full;
import static tsa.store.Samples.joined;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tsa.control.port.StoreException;
import tsa.db.Database;
import tsa.db.DatabaseSettings;
import tsa.db.testing.TestDatabase;
import tsa.lifecycle.CheckRecord;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.Slowness;
import tsa.worker.WorkerName;

/** What Postgres adds to the contract: odd rows, foreign keys, and a database in trouble. */
class PostgresRowsTest {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final PostgresWorkerStore store = new PostgresWorkerStore(database.database());
  private final PostgresGateways gateways = new PostgresGateways(database.database());

  @BeforeEach
  void empty() {
    database.clear(WORKERS, GATEWAYS, WORKER_EVENTS);
    gateways.register(Samples.gateway(Samples.GATEWAY));
  }

  private void sql(String statement) {
    database.database().run(tx -> tx.execute(statement));
  }

  private WorkerRecord read(String name) {
    return store.find(new WorkerName(name)).worker().orElseThrow();
  }

  @Test
  void anOddRegistrationIsShownWithWhatIsLeft() {
    WorkerRecord worker = full("w");
    store.apply(creation(worker));
    sql(
        "update workers set registration = '{\"resource_types\": [1, {\"image\": \"x\"}, null],"
            + " \"certs_path\": 7, \"no_proxy\": {}, \"max_active_tasks\": 1e99}'");
    WorkerRecord read = read("w");
    assertThat(read.registration().team()).isEqualTo("main");
    assertThat(read.registration().tags()).isEqualTo(worker.registration().tags());
    assertThat(read.registration().resourceTypes()).isEmpty();
    assertThat(read.registration().certsPath()).isNull();
    assertThat(read.registration().maxActiveTasks()).isZero();
    assertThat(store.all().workers()).containsExactly(read);
  }

  @Test
  void aCheckOfALaterVersionIsAsIfThereWasNone() {
    store.apply(creation(full("w")));
    sql("update workers set last_cause = 'mood'");
    assertThat(read("w").checks().last().problem()).isNull();
    sql("update workers set last_verdict = null");
    assertThat(read("w").checks())
        .isEqualTo(new CheckRecord(2, full("w").checks().failingSince(), null));
  }

  @Test
  void aReasonOfALaterVersionIsNoObstacle() {
    store.apply(creation(joined("w")));
    sql(
        "update workers set reason = '{\"code\": \"later\", \"details\": 1}',"
            + " reason_code = 'later'");
    WorkerRecord read = read("w");
    assertThat(read.reason().code()).isEqualTo(ReasonCode.UNKNOWN);
    assertThat(store.apply(Samples.update(RecordBuilder.of(read).next().build()))).isTrue();
    assertThat(read("w").reason()).isEqualTo(read.reason());
  }

  @Test
  void aStateOfALaterVersionLeavesOneWorkerOutAndNotTheFleet() {
    try (Database own = Database.open(database.another())) {
      PostgresWorkerStore odd = new PostgresWorkerStore(own);
      new PostgresGateways(own).register(Samples.gateway(Samples.GATEWAY));
      odd.apply(creation(joined("odd")));
      odd.apply(creation(joined("plain")));
      own.run(tx -> tx.execute("alter type worker_state add value 'sleeping'"));
      own.run(tx -> tx.execute("update workers set state = 'sleeping' where name = 'odd'"));
      for (int pass = 0; pass < 2; pass++) {
        assertThat(odd.all().workers()).containsExactly(joined("plain"));
      }
      assertThatThrownBy(() -> odd.find(new WorkerName("odd")))
          .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.refused()).isTrue())
          .hasMessageContaining("could not read worker odd");
    }
  }

  @Test
  void aNameThatIsNoneLeavesOneWorkerOutAndNotTheFleet() {
    store.apply(creation(joined("plain")));
    store.apply(creation(RecordBuilder.of(joined("odd")).address(null).build()));
    sql("alter table workers disable trigger workers_guard");
    sql("delete from heartbeats where worker = 'odd'");
    sql("update workers set name = E'odd\\u200b' where name = 'odd'");
    sql("alter table workers enable trigger workers_guard");
    assertThat(store.all().workers()).containsExactly(joined("plain"));
  }

  @Test
  void aWorkerWithoutAHeartbeatRowIsStillAWorker() {
    store.apply(creation(joined("w")));
    database.clear(HEARTBEATS);
    assertThat(store.all().workers()).containsExactly(joined("w"));
  }

  @Test
  void aGatewayHasToSayHelloFirst() {
    WorkerRecord worker = RecordBuilder.of(joined("w")).gateway(new UUID(9, 9)).build();
    assertThatThrownBy(() -> store.apply(creation(worker)))
        .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.refused()).isTrue())
        .hasMessageContaining("could not store the new worker w")
        .hasMessageContaining("gateway");
    assertThat(store.all().workers()).isEmpty();
  }

  @Test
  void aDatabaseThatIsAwayIsToldApartFromAnOddChange() {
    DatabaseSettings nowhere =
        DatabaseSettings.plain("127.0.0.1", 1, "nobody", null, "nothing")
            .withLimits(Slowness.scaled(Duration.ofMillis(300)), 1, Duration.ofSeconds(1));
    try (Database away = Database.open(nowhere)) {
      PostgresWorkerStore store = new PostgresWorkerStore(away);
      assertThatThrownBy(store::all)
          .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.refused()).isFalse())
          .hasMessageContaining("could not list the workers: the database cannot be reached");
      assertThatThrownBy(() -> store.heartbeat(List.of(Samples.heartbeat("w", 1, 1))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("could not write 1 heartbeats");
      assertThatThrownBy(() -> store.apply(creation(joined("w"))))
          .isInstanceOf(StoreException.class);
    }
  }

  @Test
  void aWriteThatTakesTooLongIsGivenUp() {
    store.apply(creation(joined("w")));
    DatabaseSettings hasty =
        database
            .settings()
            .withLimits(Duration.ofSeconds(5), 1, Slowness.scaled(Duration.ofMillis(200)));
    try (Database impatient = Database.open(hasty)) {
      PostgresWorkerStore blocked = new PostgresWorkerStore(impatient);
      database
          .database()
          .run(tx -> {
            tx.execute("lock table workers in exclusive mode");
            WorkerRecord next = RecordBuilder.of(joined("w")).next().build();
            assertThatThrownBy(() -> blocked.apply(Samples.update(next)))
                .isInstanceOfSatisfying(
                    StoreException.class, e -> assertThat(e.refused()).isFalse())
                .hasMessageContaining("too long");
          });
    }
  }
}
