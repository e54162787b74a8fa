package tsa.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The database did not do what it was asked; {@link #kind()} says what that means for the caller.
 */
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Server going down or coming up, out of connections, or a standby that took over halfway. */
  private static final Set<String> LOST = Set.of("57P01", "57P02", "57P03", "57P05", "53300");

  /** Statement or lock timeout, idle or overlong transaction. */
  private static final Set<String> TOO_SLOW = Set.of("57014", "55P03", "25P03", "25P04");

  /** Serialization failure, deadlock, and keys that another writer added or removed first. */
  private static final Set<String> LOST_RACE = Set.of("40001", "40P01", "23505", "23503", "23P01");

  /** What a failure means. */
  public enum Kind {
    /** No server answers. Whether the last statement took effect is not known. */
    UNREACHABLE,
    /** A statement, a lock or a free connection took too long; nothing was changed. */
    TIMED_OUT,
    /** Somebody else was faster; nothing was changed. Read again, decide again. */
    CONFLICT,
    /** Anything else, a broken constraint for one; nothing was changed. Not worth trying again. */
    OTHER
  }

  private final Kind kind;
  private final @Nullable String sqlState;

  private DatabaseException(
      Kind kind, @Nullable String sqlState, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.sqlState = sqlState;
  }

  /** Sorts a failure by its SQL state and puts the kind before the server's own words. */
  static DatabaseException of(Throwable failure) {
    SQLException sql = sqlCause(failure);
    if (sql == null) {
      return new DatabaseException(Kind.OTHER, null, "database: " + failure.getMessage(), failure);
    }
    Kind kind = kindOf(sql);
    String lead =
        switch (kind) {
          case UNREACHABLE -> "the database cannot be reached: ";
          case TIMED_OUT -> "the database took too long: ";
          case CONFLICT -> "the database was changed by somebody else meanwhile: ";
          case OTHER -> "the database refused: ";
        };
    return new DatabaseException(kind, deepState(sql), lead + words(sql), failure);
  }

  /**
   * What it means.
   *
   * @return never null
   */
  public Kind kind() {
    return kind;
  }

  /** The server's five-character code; null when no server spoke. */
  public @Nullable String sqlState() {
    return sqlState;
  }

  private static Kind kindOf(SQLException sql) {
    String state = deepState(sql);
    if (state == null) {
      // The pool itself, with a server that has given no trouble: all connections are in use.
      return sql instanceof SQLTransientConnectionException ? Kind.TIMED_OUT : Kind.OTHER;
    }
    if (state.startsWith("08") || LOST.contains(state)) {
      return Kind.UNREACHABLE;
    }
    if (TOO_SLOW.contains(state)) {
      return Kind.TIMED_OUT;
    }
    return LOST_RACE.contains(state) ? Kind.CONFLICT : Kind.OTHER;
  }

  /** The pool wraps what the driver said; the innermost code is the server's. */
  private static @Nullable String deepState(SQLException sql) {
    String state = null;
    for (Throwable t = sql; t != null; t = t.getCause()) {
      if (t instanceof SQLException inner && inner.getSQLState() != null) {
        state = inner.getSQLState();
      }
    }
    return state;
  }

  private static String words(SQLException sql) {
    Throwable cause = sql.getCause();
    String own = String.valueOf(sql.getMessage());
    return cause instanceof SQLException ? own + ": " + cause.getMessage() : own;
  }

  private static @Nullable SQLException sqlCause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }
}
