package tsa.migrations;

import org.jspecify.annotations.Nullable;

/** The schema could not be brought up to date; the message says why and what to do about it. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, for callers that act on it; people read the message. */
  public enum Kind {
    /** No server answered. Worth trying again. */
    UNREACHABLE,
    /** The server refused the login, the database or a statement for lack of rights. */
    REFUSED,
    /** The server is older than Postgres 14. */
    TOO_OLD,
    /** A step was begun and never finished, failed now, or is not the one this program carries. */
    HALF_MIGRATED,
    /** A newer version of this program has been here. */
    NEWER,
    /** The database holds tables of another program. */
    FOREIGN,
    /** Another process is migrating and did not finish in time. Worth trying again. */
    BUSY
  }

  private final Kind kind;

  SchemaException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  SchemaException(Kind kind, String message) {
    this(kind, message, null);
  }

  /**
   * What went wrong.
   *
   * @return never null
   */
  public Kind kind() {
    return kind;
  }
}
