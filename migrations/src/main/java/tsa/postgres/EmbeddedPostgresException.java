package tsa.postgres;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The embedded server could not be started; the message says why and what to do about it. */
public final class EmbeddedPostgresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What went wrong, for callers that act on it; people read the message. */
  public enum Kind {
    /** No server binaries for this system or processor in this program. */
    UNSUPPORTED_PLATFORM,
    /** A file or directory under the work directory cannot be made, read or written. */
    UNWRITABLE,
    /** The disk is full. */
    DISK_FULL,
    /** Another process owns the data directory. */
    IN_USE,
    /** Running as root, and no way was found to run the server as somebody else. */
    CANNOT_DROP_ROOT,
    /** The data directory was made by another major version of Postgres. */
    WRONG_VERSION,
    /** The server ended before it was ready. */
    START_FAILED,
    /** The server, or a step before it, did not finish in its time limit. */
    TIMED_OUT
  }

  private final Kind kind;

  EmbeddedPostgresException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  EmbeddedPostgresException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** Words a failed file operation: a full disk and a forbidden path need different hands. */
  static EmbeddedPostgresException of(IOException problem, String what, Path path) {
    String detail = problem.getClass().getSimpleName() + ": " + problem.getMessage();
    if (isDiskFull(detail)) {
      return diskFull(path, detail, problem);
    }
    return new EmbeddedPostgresException(
        Kind.UNWRITABLE,
        "cannot %s %s (%s); choose a --work-dir that this user may write to, or give a database"
                .formatted(what, path, detail)
            + " with --postgres-host",
        problem);
  }

  static EmbeddedPostgresException diskFull(Path path, String detail, @Nullable Throwable problem) {
    return new EmbeddedPostgresException(
        Kind.DISK_FULL,
        "the disk that holds %s is full; make room there and start again (%s)"
            .formatted(path, detail),
        problem);
  }

  /** Whether words of the system or of Postgres say that the disk is full (ENOSPC, EDQUOT). */
  static boolean isDiskFull(String detail) {
    return detail.contains("No space left on device")
        || detail.contains("Disk quota exceeded")
        // The hint of Postgres after a write that the system cut short.
        || detail.contains("Check free disk space");
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
