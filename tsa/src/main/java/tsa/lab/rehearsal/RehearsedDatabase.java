package tsa.lab.rehearsal;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tsa.control.port.Change;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/** The database of a rehearsal, shared by its gateways. Not thread-safe. */
public final class RehearsedDatabase {
  /** Told of each stored change; must not throw unless the rehearsal is to end. */
  @FunctionalInterface
  public interface Watcher {
    /** A gateway stored a change of the record that was there before. */
    void applied(UUID gateway, Optional<WorkerRecord> before, Change change);
  }

  private final InMemoryHistory history;
  private final InMemoryWorkerStore workers;
  private final InMemoryGateways gateways;
  private final InMemoryAtcLedger atcLedger = new InMemoryAtcLedger();
  private final Set<WorkerName> odd = new HashSet<>();
  private Watcher watcher = (gateway, before, change) -> {};
  private boolean away;
  private long changes;

  /** Empty stores on that clock. */
  public RehearsedDatabase(VirtualTime time) {
    history = new InMemoryHistory(time);
    workers = new InMemoryWorkerStore(time, history);
    gateways = new InMemoryGateways(time, workers);
  }

  /** Has somebody told of each change. */
  void watch(Watcher by) {
    watcher = by;
  }

  /** Whether nobody can reach it. */
  public void away(boolean yes) {
    away = yes;
  }

  boolean isAway() {
    return away;
  }

  /** Whether the row of a worker cannot be understood. */
  void odd(WorkerName name, boolean yes) {
    if (yes) {
      odd.add(name);
    } else {
      odd.remove(name);
    }
  }

  boolean isOdd(WorkerName name) {
    return odd.contains(name);
  }

  boolean apply(UUID gateway, WorkerName name, Change change) {
    Optional<WorkerRecord> before = workers.find(name).worker();
    boolean done = workers.apply(change);
    if (done) {
      changes++;
      watcher.applied(gateway, before, change);
    }
    return done;
  }

  /** Notes a change that is not told of. */
  void changed() {
    changes++;
  }

  /** Grows with each change of a worker's row but heartbeats. */
  long changes() {
    return changes;
  }

  /** What is remembered of workers. */
  public InMemoryWorkerStore workers() {
    return workers;
  }

  /** What happened to them. */
  public InMemoryHistory history() {
    return history;
  }

  /** What the ATC was told. */
  public InMemoryAtcLedger atcLedger() {
    return atcLedger;
  }

  /** The gateways that are known. */
  public InMemoryGateways gateways() {
    return gateways;
  }
}
