package tsa.control.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.CheckReport;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * Port: the history of workers, which outlives their rows. Methods may block within a limit and
 * throw {@link StoreException}. Thread-safe.
 */
public interface History {

  /**
   * What is kept.
   *
   * @param events so many of the newest events of each worker
   * @param checks so many of the newest deep checks of each worker
   * @param age and nothing older than this
   */
  record Retention(int events, int checks, Duration age) {
    /** The defaults. */
    public static final Retention DEFAULT = new Retention(1000, 100, Duration.ofDays(90));

    /**
     * @throws IllegalArgumentException if a number or the age is negative
     */
    public Retention {
      if (events < 0 || checks < 0 || age.isNegative()) {
        throw new IllegalArgumentException("cannot keep less than nothing of the history");
      }
    }
  }

  /** The most rows that one call returns, whatever its limit. */
  int LARGEST_PAGE = 1000;

  /** An event as it was written. */
  record StoredEvent(long id, Instant at, Event event) {}

  /** Why a deep check was made. */
  enum CheckKind {
    ADMISSION,
    PERIODIC,
    ASKED
  }

  /**
   * A deep check as it was written; durations are kept in milliseconds, words of the worker
   * shortened.
   *
   * @param incarnation the registration through which it was made
   * @param gateway the gateway that made it
   * @param endedAt on the store's clock
   * @param owner whose the worker was then; null if that is not known, and only admins see it
   */
  record StoredCheck(
      long id,
      WorkerName worker,
      Incarnation incarnation,
      UUID gateway,
      CheckKind kind,
      Instant endedAt,
      CheckReport report,
      @Nullable OwningTeam owner) {}

  /** Writes an event that goes with no change of a record. */
  void write(Event event);

  /**
   * The newest events of a worker, newest first.
   *
   * @param scope only those that they see
   * @param before only those with a smaller id; null for the newest of all
   * @param limit at most so many
   */
  List<StoredEvent> events(WorkerName worker, ReadScope scope, @Nullable Long before, int limit);

  /**
   * The newest events of all workers, newest first.
   *
   * @param before only those with a smaller id; null for the newest of all
   * @param limit at most so many
   */
  List<StoredEvent> recent(@Nullable Long before, int limit);

  /**
   * Writes a deep check.
   *
   * @param owner whose the worker is; null if that is not known
   */
  void write(
      WorkerName worker,
      @Nullable OwningTeam owner,
      Incarnation incarnation,
      UUID gateway,
      CheckKind kind,
      CheckReport report);

  /** The newest deep checks of a worker, newest first, at most so many. */
  default List<StoredCheck> checks(WorkerName worker, int limit) {
    return checks(worker, ReadScope.ALL, null, limit);
  }

  /**
   * The newest deep checks of a worker, newest first.
   *
   * @param scope only those that they see
   * @param before only those with a smaller id; null for the newest of all
   * @param limit at most so many
   */
  List<StoredCheck> checks(WorkerName worker, ReadScope scope, @Nullable Long before, int limit);

  /**
   * Removes history beyond what is kept, a bounded number of rows a call; called often enough, it
   * catches up.
   */
  void trim();
}
