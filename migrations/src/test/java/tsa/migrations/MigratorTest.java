package tsa.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

/** What the migrator does to a database, and what it says when it cannot. */
final class MigratorTest {
  private static final String BROKEN_STEPS = "classpath:db/broken";

  @RegisterExtension static final SharedPostgres postgres = new SharedPostgres();

  @Test
  void migratesAnEmptyDatabaseAndThenFindsNothingToDo() throws IOException {
    PGSimpleDataSource source = postgres.emptyDatabase();

    Migrator.Result first = new Migrator(source).migrate();
    Migrator.Result second = new Migrator(source).migrate();

    int steps = steps();
    String newest = String.format(Locale.ROOT, "%04d", steps);
    assertThat(first).isEqualTo(new Migrator.Result(steps, newest));
    assertThat(second).isEqualTo(new Migrator.Result(0, newest));
  }

  @Test
  void severalAtOnceShareTheWork() throws Exception {
    PGSimpleDataSource source = postgres.emptyDatabase();
    try (var tasks = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var first = tasks.submit(() -> new Migrator(source).migrate());
      var second = tasks.submit(() -> new Migrator(source).migrate());
      assertThat(first.get().steps() + second.get().steps()).isEqualTo(steps());
    }
  }

  /** Numbered without gaps, so that their count is the newest number. */
  private static int steps() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
      return (int) files.count();
    }
  }

  @Test
  void unreachable() throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedSoon.getLocalPort();
    }
    PGSimpleDataSource source = postgres.source("postgres");
    source.setPortNumbers(new int[] {port});

    assertFails(source, SchemaException.Kind.UNREACHABLE, "cannot be reached", "host and port");
  }

  @Test
  void refusedByPassword() {
    PGSimpleDataSource source = postgres.source("postgres");
    source.setPassword("wrong");

    assertFails(source, SchemaException.Kind.REFUSED, "password", "check user");
  }

  @Test
  void refusedForWantOfTheDatabase() {
    assertFails(
        postgres.source("no_such_database"), SchemaException.Kind.REFUSED, "no_such_database");
  }

  @Test
  void refusedForWantOfRights() {
    PGSimpleDataSource source = postgres.emptyDatabase();
    SharedPostgres.execute(source, "create role powerless login password 'secret'");
    source.setUser("powerless");
    source.setPassword("secret");

    assertFails(source, SchemaException.Kind.REFUSED, "may not create tables", "grant it create");
  }

  @Test
  void needsNoRightsWhereThereIsNothingToDo() {
    PGSimpleDataSource source = migrated();
    SharedPostgres.execute(
        source,
        "create role reader login password 'secret';"
            + " grant select on all tables in schema public to reader");
    source.setUser("reader");
    source.setPassword("secret");

    assertThat(new Migrator(source).migrate().steps()).isZero();
  }

  @Test
  void tooOld() {
    SchemaException failure =
        catchThrowableOfType(SchemaException.class, () -> Migrator.requireSupported(13_0021));

    assertThat(failure.kind()).isEqualTo(SchemaException.Kind.TOO_OLD);
    assertThat(failure).hasMessageContaining("Postgres 13").hasMessageContaining("14 or newer");
    Migrator.requireSupported(14_0000);
  }

  @Test
  void stepThatFailsIsTakenBackAndNamed() {
    PGSimpleDataSource source = postgres.emptyDatabase();
    Migrator migrator = new Migrator(source, BROKEN_STEPS, Duration.ofSeconds(5));

    SchemaException failure = catchThrowableOfType(SchemaException.class, migrator::migrate);

    assertThat(failure.kind()).isEqualTo(SchemaException.Kind.HALF_MIGRATED);
    assertThat(failure).hasMessageContaining("V0002__bad.sql").hasMessageContaining("good");
    SharedPostgres.execute(source, "select from good");
    assertThat(count(source, "select count(*) from pg_class where relname = 'begun'")).isZero();
  }

  @Test
  void stepThatWasBegunAndNeverFinished() {
    PGSimpleDataSource source = migrated();
    SharedPostgres.execute(
        source, "update flyway_schema_history set success = false where version = '0004'");

    assertFails(source, SchemaException.Kind.HALF_MIGRATED, "0004 (residue)", "success = false");
  }

  @Test
  void stepThatIsNotOurs() {
    PGSimpleDataSource source = migrated();
    SharedPostgres.execute(
        source, "update flyway_schema_history set checksum = 1 where version = '0002'");

    assertFails(source, SchemaException.Kind.HALF_MIGRATED, "0002", "not made by the steps");
  }

  @Test
  void newer() {
    PGSimpleDataSource source = migrated();
    SharedPostgres.execute(
        source,
        "insert into flyway_schema_history values (99, '9999', 'from the future', 'SQL',"
            + " 'V9999__from_the_future.sql', 7, 'somebody', now(), 1, true)");

    assertFails(source, SchemaException.Kind.NEWER, "9999 (from the future)", "newer version");
  }

  @Test
  void foreign() {
    PGSimpleDataSource source = postgres.emptyDatabase();
    SharedPostgres.execute(source, "create table builds (id int)");

    assertFails(source, SchemaException.Kind.FOREIGN, "another program", "database of its own");
  }

  @Test
  void busy() throws SQLException {
    PGSimpleDataSource source = migrated();
    try (Connection other = source.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table flyway_schema_history in access exclusive mode");
      Migrator migrator = new Migrator(source, "classpath:db/migration", Duration.ofSeconds(1));

      SchemaException failure = catchThrowableOfType(SchemaException.class, migrator::migrate);

      assertThat(failure.kind()).isEqualTo(SchemaException.Kind.BUSY);
      assertThat(failure).hasMessageContaining("another process");
      other.rollback();
    }
  }

  private static PGSimpleDataSource migrated() {
    PGSimpleDataSource source = postgres.emptyDatabase();
    new Migrator(source).migrate();
    return source;
  }

  private static void assertFails(DataSource source, SchemaException.Kind kind, String... words) {
    SchemaException failure =
        catchThrowableOfType(SchemaException.class, () -> new Migrator(source).migrate());
    assertThat(failure).isNotNull();
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
    assertThat(failure.getMessage()).contains(words);
  }

  private static long count(DataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
