package tsa.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** The journal in memory. Thread-safe. */
public final class InMemoryResidueJournal implements ResidueJournal {
  private record Entry(WorkerName worker, Instant journalledAt, Instant destroyAfter) {}

  private final InstantSource clock;
  private final Map<CheckHandle, Entry> entries = new LinkedHashMap<>();

  /**
   * @param clock the store's clock
   */
  public InMemoryResidueJournal(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void journal(
      CheckHandle handle,
      WorkerName worker,
      Incarnation incarnation,
      UUID gateway,
      Duration destroyAfter) {
    Instant now = clock.instant();
    if (entries.putIfAbsent(handle, new Entry(worker, now, now.plus(destroyAfter))) != null) {
      String message = "could not journal %s of worker %s".formatted(handle, worker);
      throw new StoreException(message, true, new IllegalStateException("it was used before"));
    }
    Instant oldest = now.minus(KEPT);
    entries.values().removeIf(entry -> !entry.journalledAt().isAfter(oldest));
  }

  @Override
  public synchronized void strike(CheckHandle handle) {
    entries.remove(handle);
  }

  @Override
  public void tried(CheckHandle handle, String problem) {
    // Kept for people who look into the database; nothing is decided on it.
  }

  @Override
  public synchronized List<CheckHandle> overdue(WorkerName worker, int limit) {
    Instant now = clock.instant();
    return handles(worker, entry -> !entry.destroyAfter().isAfter(now), limit);
  }

  @Override
  public synchronized List<CheckHandle> inUse(WorkerName worker, int limit) {
    Instant now = clock.instant();
    return handles(worker, entry -> entry.destroyAfter().isAfter(now), limit);
  }

  private List<CheckHandle> handles(WorkerName worker, Predicate<Entry> which, int limit) {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().worker().equals(worker))
        .filter(entry -> which.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .limit(Math.max(0, limit))
        .toList();
  }

  @Override
  public synchronized int size() {
    return entries.size();
  }
}
