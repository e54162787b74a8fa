package tsa.db.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tsa.db.DataSources;
import tsa.db.DatabaseSettings;
import tsa.migrations.Migrator;

/**
 * The one server of a test run, with a migrated template from which each class's database is copied
 * (some 20 to 60 ms). Safe for use by several threads.
 */
final class TestServer implements AutoCloseable {
  private final ServerChoice choice;
  private final String prefix = "tsa_test_" + UUID.randomUUID().toString().substring(0, 8);
  private final AtomicInteger made = new AtomicInteger();

  private TestServer(ServerChoice choice) {
    this.choice = choice;
  }

  /** Chooses and starts a server, says which on standard output, and makes the template. */
  static TestServer start() {
    ServerChoice choice = ServerChoice.choose(System.getenv());
    System.out.println("test database: " + choice.label());
    TestServer server = new TestServer(choice);
    try {
      server.execute("create database " + server.template());
      new Migrator(DataSources.forMigrations(server.settings(server.template()))).migrate();
      return server;
    } catch (RuntimeException e) {
      choice.close();
      throw e;
    }
  }

  String label() {
    return choice.label();
  }

  /** Makes a database like the template, and says how to reach it. */
  DatabaseSettings freshDatabase() {
    String name = prefix + "_" + made.incrementAndGet();
    execute("create database " + name + " template " + template());
    return settings(name);
  }

  /** Drops a database, whoever still uses it. */
  void drop(String name) {
    execute("drop database if exists " + name + " with (force)");
  }

  /** Leaves nothing behind on a server that stays. */
  @Override
  public void close() {
    try {
      for (int n = 1; n <= made.get(); n++) {
        drop(prefix + "_" + n);
      }
      drop(template());
    } finally {
      choice.close();
    }
  }

  private String template() {
    return prefix + "_template";
  }

  private DatabaseSettings settings(String database) {
    return choice
        .settings()
        .withDatabase(database)
        .withLimits(Duration.ofSeconds(5), 8, Duration.ofSeconds(10));
  }

  /** Creating and dropping databases is refused inside of a transaction. */
  private void execute(String sql) {
    try (Connection connection = DataSources.forMigrations(choice.settings()).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(
          "the test database server (%s) refused '%s': %s"
              .formatted(choice.label(), sql, e.getMessage()),
          e);
    }
  }
}
