package tsa.migrations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings a database to the schema of this program. Any number of processes may do so at once: one
 * works, the others wait for it (a minute at most). Safe for use by several threads.
 */
public final class Migrator {
  /** Oldest server with every feature the steps use, and the oldest still maintained. */
  static final int OLDEST_MAJOR = 14;

  private static final String STEPS = "classpath:db/migration";
  private static final Duration LOCK_LIMIT = Duration.ofMinutes(1);

  private final DataSource dataSource;
  private final Flyway flyway;

  /**
   * Makes a migrator; connects to nothing yet.
   *
   * @param dataSource gives connections of a user that may create tables; its own time limits apply
   */
  public Migrator(DataSource dataSource) {
    this(dataSource, STEPS, LOCK_LIMIT);
  }

  /** The same with steps from elsewhere and another limit for waiting, in whole seconds. */
  Migrator(DataSource dataSource, String steps, Duration lockLimit) {
    this.dataSource = dataSource;
    this.flyway =
        Flyway.configure(Migrator.class.getClassLoader())
            .dataSource(dataSource)
            .locations(steps)
            .failOnMissingLocations(true)
            .validateMigrationNaming(true)
            // Nothing is overlooked: also a step of a newer program must be known to be one.
            .ignoreMigrationPatterns(new String[0])
            .lockRetryCount((int) lockLimit.toSeconds())
            .callbacks(new LockLimit(lockLimit))
            .load();
  }

  /**
   * What a migration did.
   *
   * @param steps how many steps were applied; 0 when there was nothing to do
   * @param version the schema's version now, for example {@code 0004}
   */
  public record Result(int steps, String version) {}

  /**
   * Applies the steps that are missing.
   *
   * @throws SchemaException with a {@link SchemaException#kind() kind} and words that say what to
   *     do; each step is a transaction, so what was applied before stays whole
   */
  public Result migrate() {
    requireSupportedServer();
    try {
      requireKnownHistory();
      if (flyway.info().pending().length > 0) {
        requireRightToCreate();
      }
      MigrateResult result = flyway.migrate();
      return new Result(result.migrationsExecuted, version());
    } catch (FlywayException e) {
      throw SchemaProblems.of(e);
    }
  }

  private String version() {
    MigrationInfo current = flyway.info().current();
    return current == null ? "none" : current.getVersion().getVersion();
  }

  private void requireSupportedServer() {
    requireSupported(ask("select current_setting('server_version_num')::int"));
  }

  /** Asked beforehand, as the migration tool itself would try again for ten seconds. */
  private void requireRightToCreate() {
    if (ask("select has_schema_privilege(current_schema(), 'create')::int") == 0) {
      throw SchemaProblems.noRightToCreate();
    }
  }

  /** One number from the server; 0 for null. */
  private int ask(String query) {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      throw SchemaProblems.ofConnection(e);
    }
  }

  /**
   * Refuses a server that is too old.
   *
   * @param versionNumber as {@code server_version_num} has it: major times 10000 plus minor
   */
  static void requireSupported(int versionNumber) {
    int major = versionNumber / 10_000;
    if (major < OLDEST_MAJOR) {
      throw new SchemaException(
          SchemaException.Kind.TOO_OLD,
          "the database server is Postgres %d; this program needs %d or newer"
              .formatted(major, OLDEST_MAJOR));
    }
  }

  /** Looks before it leaps: what the history says decides, before anything is changed. */
  private void requireKnownHistory() {
    List<String> newer = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (MigrationInfo step : flyway.info().all()) {
      MigrationState state = step.getState();
      String name = step.getVersion() + " (" + step.getDescription() + ")";
      if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
        newer.add(name);
      } else if (state.isFailed()) {
        broken.add(name);
      }
    }
    if (!newer.isEmpty()) {
      throw SchemaProblems.newer(newer);
    }
    if (!broken.isEmpty()) {
      throw SchemaProblems.halfMigrated(broken);
    }
  }
}
