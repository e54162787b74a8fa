package tsa.control.port;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Port: the history of all workers, read in the order of its ids. Methods may block within a limit
 * and throw {@link StoreException}. Thread-safe.
 */
public interface EventLog {

  /**
   * A row of the history.
   *
   * @param id its number
   * @param written what it says; null if only another version of the TSA knows its kind
   */
  record LoggedEvent(long id, History.@Nullable StoredEvent written) {}

  /**
   * The rows that could be seen at one instant. Ids are given out before rows are committed, so a
   * row can appear below one that was seen before it; the other numbers tell when it cannot any
   * more.
   *
   * @param lines the first of those asked for, by id
   * @param oldestRunning number of the oldest transaction that had not ended; a later one if all
   *     had
   * @param nextTransaction number of the next transaction to begin
   */
  record LogWindow(List<LoggedEvent> lines, long oldestRunning, long nextTransaction) {
    /** Copies the list. */
    public LogWindow {
      lines = List.copyOf(lines);
    }
  }

  /** The largest id that can be seen; 0 if there is none. */
  long newest();

  /**
   * The first rows after that id.
   *
   * @param limit at most so many
   */
  LogWindow look(long after, int limit);

  /**
   * The first rows after one id and up to another.
   *
   * @param limit at most so many
   */
  List<LoggedEvent> between(long after, long upTo, int limit);
}
