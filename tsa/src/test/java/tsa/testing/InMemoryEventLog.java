package tsa.testing;

import java.util.List;
import tsa.control.EventLog;
import tsa.control.History;
import tsa.rehearsal.InMemoryHistory;

/** The history in memory, read by id; nobody else writes while it is read. Thread-safe. */
public final class InMemoryEventLog implements EventLog {
  private final InMemoryHistory history;

  /** Of that history. */
  public InMemoryEventLog(InMemoryHistory history) {
    this.history = history;
  }

  @Override
  public long newest() {
    List<History.Written> all = history.written();
    return all.isEmpty() ? 0 : all.getLast().id();
  }

  @Override
  public Look look(long after, int limit) {
    return new Look(between(after, Long.MAX_VALUE, limit), 1, 1);
  }

  @Override
  public List<Line> between(long after, long upTo, int limit) {
    return history.written().stream()
        .filter(written -> written.id() > after && written.id() <= upTo)
        .limit(limit)
        .map(written -> new Line(written.id(), written))
        .toList();
  }
}
