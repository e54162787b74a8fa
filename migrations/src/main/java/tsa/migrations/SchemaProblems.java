package tsa.migrations;

import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import tsa.migrations.SchemaException.Kind;

/** Words the failures of the migrator: what happened, and what a person can do about it. */
final class SchemaProblems {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private SchemaProblems() {}

  static SchemaException newer(List<String> steps) {
    return new SchemaException(
        Kind.NEWER,
        "the database has steps that this program does not know: %s; a newer version has been here,"
                .formatted(String.join(", ", steps))
            + " so start that version, or restore a backup from before it");
  }

  static SchemaException halfMigrated(List<String> steps) {
    return new SchemaException(
        Kind.HALF_MIGRATED,
        "the database holds steps that were begun and never finished: %s; restore a backup, or undo"
                .formatted(String.join(", ", steps))
            + " them by hand, delete their rows with success = false from flyway_schema_history,"
            + " and start again");
  }

  static SchemaException noRightToCreate() {
    return new SchemaException(
        Kind.REFUSED,
        "the database user may not create tables: grant it create on schema public, or make it the"
            + " owner of the database");
  }

  /** Words a failure to connect, or to ask the server for its version. */
  static SchemaException ofConnection(SQLException problem) {
    String state = String.valueOf(problem.getSQLState());
    if (isRefusal(state)) {
      return new SchemaException(
          Kind.REFUSED,
          "the database server refuses us: %s; check user, password, database and sslmode"
              .formatted(problem.getMessage()),
          problem);
    }
    return new SchemaException(
        Kind.UNREACHABLE,
        "the database cannot be reached: %s; check its host and port, and that it is running"
            .formatted(problem.getMessage()),
        problem);
  }

  /** Words a failure of the migration tool. */
  static SchemaException of(FlywayException problem) {
    ErrorCode code = problem.getErrorCode();
    if (code == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return new SchemaException(
          Kind.FOREIGN,
          "the database holds tables of another program; give this one a database of its own"
              + " (Concourse's own database is not the place)",
          problem);
    }
    if (problem instanceof FlywayValidateException) {
      return new SchemaException(
          Kind.HALF_MIGRATED,
          "the database was not made by the steps of this program: %s; restore a backup, or start"
                  .formatted(problem.getMessage())
              + " the version that made it",
          problem);
    }
    SQLException sql = sqlCause(problem);
    return sql == null ? ofTool(problem) : ofStep(problem, sql);
  }

  private static SchemaException ofTool(FlywayException problem) {
    if (String.valueOf(problem.getMessage()).contains("lock")) {
      return busy(problem);
    }
    return halfDone(problem);
  }

  private static SchemaException ofStep(FlywayException problem, SQLException sql) {
    String state = String.valueOf(sql.getSQLState());
    if (state.equals(LOCK_NOT_AVAILABLE)) {
      return busy(problem);
    }
    if (isLost(state)) {
      return ofConnection(sql);
    }
    if (isRefusal(state)) {
      return new SchemaException(
          Kind.REFUSED,
          "the database user may not change the schema: %s; grant it create on schema public, or"
                  .formatted(sql.getMessage())
              + " make it the owner of the database",
          problem);
    }
    return halfDone(problem);
  }

  private static SchemaException busy(FlywayException problem) {
    return new SchemaException(
        Kind.BUSY,
        "another process holds the schema and did not finish in time: %s; try again once it has"
            .formatted(problem.getMessage()),
        problem);
  }

  private static SchemaException halfDone(FlywayException problem) {
    return new SchemaException(
        Kind.HALF_MIGRATED,
        "a step of the schema failed and was taken back, the steps before it stay: %s"
            .formatted(problem.getMessage()),
        problem);
  }

  /** Class 08: the connection; 57P0x: the server is going down or coming up; 53300: it is full. */
  private static boolean isLost(String state) {
    return state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
  }

  /** Class 28: the login; 3D000: the database; 42501: a right that is missing. */
  private static boolean isRefusal(String state) {
    return state.startsWith("28") || state.equals("3D000") || state.equals("42501");
  }

  private static @Nullable SQLException sqlCause(Throwable problem) {
    for (Throwable t = problem; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
