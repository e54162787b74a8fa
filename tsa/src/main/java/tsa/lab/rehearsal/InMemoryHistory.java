package tsa.lab.rehearsal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.OwningTeam;
import tsa.control.port.ReadScope;
import tsa.lifecycle.CheckReport;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** The history in memory. Thread-safe. */
public final class InMemoryHistory implements History {
  private final InstantSource clock;
  private final Retention retention;
  private final List<StoredEvent> events = new ArrayList<>();
  private final List<StoredCheck> checks = new ArrayList<>();
  private long ids;

  /**
   * @param clock the store's clock
   */
  public InMemoryHistory(InstantSource clock) {
    this(clock, Retention.DEFAULT);
  }

  /** As above, keeping so much. */
  public InMemoryHistory(InstantSource clock, Retention retention) {
    this.clock = clock;
    this.retention = retention;
  }

  /** All events of all workers, oldest first. */
  public synchronized List<Event> all() {
    return events.stream().map(StoredEvent::event).toList();
  }

  /** As above, with their times. */
  public synchronized List<StoredEvent> written() {
    return List.copyOf(events);
  }

  @Override
  public synchronized void write(Event event) {
    events.add(new StoredEvent(++ids, clock.instant(), event));
  }

  @Override
  public synchronized List<StoredEvent> events(
      WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
    return events.reversed().stream()
        .filter(written -> written.event().worker().equals(worker))
        .filter(written -> scope.see(written.event().owner()))
        .filter(written -> before == null || written.id() < before)
        .limit(page(limit))
        .toList();
  }

  @Override
  public synchronized List<StoredEvent> recent(@Nullable Long before, int limit) {
    return events.reversed().stream()
        .filter(written -> before == null || written.id() < before)
        .limit(page(limit))
        .toList();
  }

  @Override
  public synchronized void write(
      WorkerName worker,
      @Nullable OwningTeam owner,
      Incarnation incarnation,
      UUID gateway,
      CheckKind kind,
      CheckReport report) {
    checks.add(
        new StoredCheck(++ids, worker, incarnation, gateway, kind, clock.instant(), report, owner));
  }

  @Override
  public synchronized List<StoredCheck> checks(
      WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
    return checks.reversed().stream()
        .filter(check -> check.worker().equals(worker))
        .filter(check -> scope.see(check.owner()))
        .filter(check -> before == null || check.id() < before)
        .limit(page(limit))
        .toList();
  }

  private static int page(int limit) {
    return Math.clamp(limit, 0, LARGEST_PAGE);
  }

  @Override
  public synchronized void trim() {
    Instant oldest = clock.instant().minus(retention.age());
    events.removeIf(written -> !written.at().isAfter(oldest));
    checks.removeIf(check -> !check.endedAt().isAfter(oldest));
    keep(events, retention.events(), written -> written.event().worker());
    keep(checks, retention.checks(), StoredCheck::worker);
  }

  private static <T> void keep(List<T> rows, int most, Function<T, WorkerName> worker) {
    Map<WorkerName, Integer> seen = new HashMap<>();
    Set<T> surplus = new HashSet<>();
    for (T row : rows.reversed()) {
      if (seen.merge(worker.apply(row), 1, Integer::sum) > most) {
        surplus.add(row);
      }
    }
    rows.removeAll(surplus);
  }
}
