package tsa.testing;

import java.util.List;
import tsa.control.port.EventLog;
import tsa.control.port.History;
import tsa.lab.rehearsal.InMemoryHistory;

/** The history in memory, read by id; nobody else writes while it is read. Thread-safe. */
public final class InMemoryEventLog implements EventLog {
  private final InMemoryHistory history;

  /** Of that history. */
  public InMemoryEventLog(InMemoryHistory history) {
    this.history = history;
  }

  @Override
  public long newest() {
    List<History.StoredEvent> all = history.written();
    return all.isEmpty() ? 0 : all.getLast().id();
  }

  @Override
  public LogWindow look(long after, int limit) {
    return new LogWindow(between(after, Long.MAX_VALUE, limit), 1, 1);
  }

  @Override
  public List<LoggedEvent> between(long after, long upTo, int limit) {
    return history.written().stream()
        .filter(written -> written.id() > after && written.id() <= upTo)
        .limit(limit)
        .map(written -> new LoggedEvent(written.id(), written))
        .toList();
  }
}
