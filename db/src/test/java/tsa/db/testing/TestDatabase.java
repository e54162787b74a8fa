package tsa.db.testing;

import java.util.Objects;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import tsa.db.Database;
import tsa.db.DatabaseSettings;

/**
 * A fresh, migrated database for one test class, on a server shared by all test classes of the JVM:
 *
 * <pre>{@code
 * @RegisterExtension static final TestDatabase database = new TestDatabase();
 * }</pre>
 *
 * <p>The server is the one of {@code TSA_TEST_JDBC_URL} (with user and password in the URL; the
 * user must be allowed to create databases), else one in Docker, else the embedded one. One of them
 * is always there: tests are never skipped. Safe for use by several threads once the class has
 * begun.
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace SHARED =
      ExtensionContext.Namespace.create(TestDatabase.class);

  private @Nullable TestServer server;
  private @Nullable DatabaseSettings settings;
  private @Nullable Database database;

  /** Makes the database; JUnit calls this before the first test of the class. */
  @Override
  public void beforeAll(ExtensionContext context) {
    server =
        context
            .getRoot()
            .getStore(SHARED)
            .getOrComputeIfAbsent("server", key -> TestServer.start(), TestServer.class);
    settings = server.freshDatabase();
    database = Database.open(settings);
  }

  /** Drops the database; JUnit calls this after the last test of the class. */
  @Override
  public void afterAll(ExtensionContext context) {
    if (database != null) {
      database.close();
    }
    if (server != null && settings != null) {
      server.drop(settings.database());
    }
  }

  /** The open pool on this class's database; closed for you. */
  public Database database() {
    return Objects.requireNonNull(database, "only to be used while a test class runs");
  }

  /** How to reach this class's database. */
  public DatabaseSettings settings() {
    return Objects.requireNonNull(settings, "only to be used while a test class runs");
  }

  /**
   * One more database with the schema in it, for tests that break theirs; dropped with the server.
   */
  public DatabaseSettings another() {
    return Objects.requireNonNull(server, "only to be used while a test class runs")
        .freshDatabase();
  }

  /** Which server it is, in words. */
  public String server() {
    return Objects.requireNonNull(server, "only to be used while a test class runs").label();
  }

  /** Deletes all rows of these tables, in this order; for a {@code @BeforeEach}. */
  public void clear(Table<?>... tables) {
    database()
        .run(tx -> {
          for (Table<?> table : tables) {
            tx.deleteFrom(table).execute();
          }
        });
  }
}
