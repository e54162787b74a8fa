package tsa.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tsa.db.generated.Tables.GATEWAYS;
import static tsa.testing.Patience.get;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.PGConnection;
import tsa.db.testing.TestDatabase;
import tsa.testing.Patience;
import tsa.testing.Slowness;

/** Transactions, their limits, and how failures are sorted. */
final class DatabaseTest {
  @RegisterExtension static final TestDatabase postgres = new TestDatabase();

  private static final UUID ID = UUID.fromString("6f1e5a52-0000-4000-8000-000000000001");

  private final Database database = postgres.database();

  @BeforeEach
  void empty() {
    postgres.clear(GATEWAYS);
  }

  @Test
  void commitsWhatWasDone() {
    int inserted = database.transaction(tx -> insertGateway(tx, ID));
    assertThat(inserted).isEqualTo(1);
    assertThat(gateways()).isEqualTo(1);
  }

  @Test
  void takesEverythingBackWhenTheWorkThrows() {
    IllegalStateException thrown = new IllegalStateException("no");
    assertThatThrownBy(() ->
            database.run(tx -> {
              insertGateway(tx, ID);
              throw thrown;
            }))
        .isSameAs(thrown);
    assertThat(gateways()).isZero();
  }

  @Test
  void answersWithItsClock() {
    Instant answer = database.ping();
    assertThat(answer).isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
  }

  @Test
  void sameKeyTwiceIsAConflict() {
    database.run(tx -> insertGateway(tx, ID));
    DatabaseException failure = failure(tx -> insertGateway(tx, ID));
    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.CONFLICT);
    assertThat(failure.sqlState()).isEqualTo("23505");
    assertThat(failure).hasMessageContaining("somebody else").hasMessageContaining("gateways_pkey");
  }

  @Test
  void brokenRuleIsNoConflict() {
    DatabaseException failure =
        failure(tx -> tx.execute("insert into residue (handle) values ('not ours')"));
    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.OTHER);
    assertThat(failure).hasMessageStartingWith("the database refused: ");
  }

  @Test
  void statementIsEndedAtTheLimit() {
    DatabaseException failure =
        catchThrowableOfType(
            DatabaseException.class,
            () ->
                database.transaction(
                    Duration.ofMillis(100), tx -> tx.fetch("select pg_sleep(30)").size()));
    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.TIMED_OUT);
    assertThat(failure).hasMessageContaining("statement timeout");
  }

  @Test
  void limitOfOneTransactionIsGoneWithIt() {
    try (Database single = Database.open(limited(1, Duration.ofSeconds(10)))) {
      single.transaction(Patience.LIMIT, tx -> tx.fetch("select 1").size());
      assertThat(single.<String>transaction(tx -> show(tx, "statement_timeout"))).isEqualTo("10s");
      assertThat(single.<String>transaction(tx -> show(tx, "lock_timeout"))).isEqualTo("10s");
    }
  }

  @Test
  void lockIsGivenUpAtTheLimit() throws Exception {
    database.run(tx -> insertGateway(tx, ID));
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch tried = new CountDownLatch(1);
    try (ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      var holder = tasks.submit(() -> database.run(tx -> holdLock(tx, locked, tried)));
      Patience.pass(locked);

      DatabaseException failure =
          catchThrowableOfType(
              DatabaseException.class,
              () ->
                  database.transaction(
                      Duration.ofMillis(100), tx -> tx.deleteFrom(GATEWAYS).execute()));
      tried.countDown();
      get(holder);

      assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.TIMED_OUT);
    }
  }

  @Test
  void wantOfAFreeConnectionIsATimeout() {
    try (Database single = Database.open(limited(1, Duration.ofSeconds(10)))) {
      DatabaseException failure =
          catchThrowableOfType(DatabaseException.class, () -> single.run(outer -> single.ping()));
      assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.TIMED_OUT);
      assertThat(single.openConnections()).isEqualTo(1);
    }
  }

  @Test
  void serverThatIsAwayIsUnreachable() throws Exception {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedSoon.getLocalPort();
    }
    DatabaseSettings away =
        DatabaseSettings.plain("127.0.0.1", port, "tsa", null, "tsa")
            .withLimits(Slowness.scaled(Duration.ofMillis(500)), 2, Duration.ofSeconds(1));
    try (Database database = Database.open(away)) {
      DatabaseException failure =
          catchThrowableOfType(DatabaseException.class, () -> database.ping());
      assertThat(failure.kind())
          .as(failure.getMessage())
          .isEqualTo(DatabaseException.Kind.UNREACHABLE);
      assertThat(failure).hasMessageContaining("refused");
    }
  }

  @Test
  void serverThatNeverAnswersIsUnreachable() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DatabaseSettings settings =
          DatabaseSettings.plain("127.0.0.1", silent.getLocalPort(), "tsa", null, "tsa")
              .withLimits(Duration.ofSeconds(1), 1, Duration.ofSeconds(1));
      try (Database database = Database.open(settings)) {
        DatabaseException failure =
            catchThrowableOfType(DatabaseException.class, () -> database.ping());
        assertThat(failure.kind())
            .as(failure.getMessage())
            .isNotEqualTo(DatabaseException.Kind.OTHER);
      }
    }
  }

  @Test
  void connectionThatWasEndedIsReplaced() {
    DatabaseException failure =
        failure(tx -> tx.fetch("select pg_terminate_backend(pg_backend_pid())"));
    assertThat(failure.kind()).isEqualTo(DatabaseException.Kind.UNREACHABLE);
    assertThat(database.ping()).isNotNull();
  }

  @Test
  void listensOnAConnectionOfItsOwn() throws Exception {
    try (Connection listener = database.dedicatedConnection();
        var statement = listener.createStatement()) {
      statement.execute("listen tsa_events");
      database.run(tx -> tx.execute("notify tsa_events, '7'"));
      var notes = listener.unwrap(PGConnection.class).getNotifications(Patience.LIMIT_MILLIS);
      assertThat(notes).hasSize(1);
      assertThat(notes[0].getParameter()).isEqualTo("7");
    }
  }

  private DatabaseException failure(Consumer<DSLContext> work) {
    return catchThrowableOfType(DatabaseException.class, () -> database.run(work));
  }

  private int gateways() {
    return database.transaction(tx -> tx.fetchCount(GATEWAYS));
  }

  private static void holdLock(DSLContext tx, CountDownLatch locked, CountDownLatch tried) {
    tx.fetch("lock table gateways in access exclusive mode");
    locked.countDown();
    try {
      Patience.pass(tried);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String show(DSLContext tx, String setting) {
    return tx.fetchSingle("show " + setting).get(0, String.class);
  }

  private static DatabaseSettings limited(int pool, Duration statement) {
    return postgres.settings().withLimits(Slowness.scaled(Duration.ofMillis(500)), pool, statement);
  }

  private static int insertGateway(DSLContext tx, UUID id) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return tx.insertInto(GATEWAYS)
        .set(GATEWAYS.ID, id)
        .set(GATEWAYS.HOST, "gw")
        .set(GATEWAYS.PEER_ADDRESS, "10.0.0.1:2222")
        .set(GATEWAYS.SOFTWARE, "0.1.0")
        .set(GATEWAYS.STARTED_AT, now)
        .set(GATEWAYS.LAST_SEEN, now)
        .execute();
  }
}
