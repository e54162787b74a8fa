package tsa.probe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tsa.control.port.ResidueJournal;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** A journal that remembers what was done to it; handles become overdue when a test says so. */
final class RecordingJournal implements ResidueJournal {
  private final Map<CheckHandle, Boolean> overdue = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<CheckHandle> struck = new ArrayList<>();

  @Override
  public synchronized void journal(
      CheckHandle handle,
      WorkerName worker,
      Incarnation incarnation,
      UUID gateway,
      Duration destroyAfter) {
    overdue.put(handle, false);
  }

  @Override
  public synchronized void strike(CheckHandle handle) {
    overdue.remove(handle);
    struck.add(handle);
  }

  @Override
  public synchronized void tried(CheckHandle handle, String problem) {
    problems.add(problem);
  }

  @Override
  public synchronized List<CheckHandle> overdue(WorkerName worker, int limit) {
    return of(true, limit);
  }

  @Override
  public synchronized List<CheckHandle> inUse(WorkerName worker, int limit) {
    return of(false, limit);
  }

  private List<CheckHandle> of(boolean overdueOnes, int limit) {
    return overdue.entrySet().stream()
        .filter(entry -> entry.getValue() == overdueOnes)
        .map(Map.Entry::getKey)
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized int size() {
    return overdue.size();
  }

  /** So much time passes that all that is written down may be destroyed. */
  synchronized void timePasses() {
    overdue.replaceAll((handle, before) -> true);
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  synchronized List<CheckHandle> struck() {
    return List.copyOf(struck);
  }
}
