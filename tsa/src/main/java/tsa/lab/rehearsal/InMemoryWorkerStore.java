package tsa.lab.rehearsal;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Change;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.Retirements;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.WorkerName;

/**
 * Workers in memory, held to the same contract as the ones in Postgres but for one thing: any
 * gateway may admit workers, also one that never registered. Thread-safe.
 */
public final class InMemoryWorkerStore implements WorkerStore {
  private final InstantSource clock;
  private final InMemoryHistory history;
  private final TreeMap<WorkerName, WorkerRecord> workers = new TreeMap<>();
  private Retirements retirements = Retirements.NONE;
  private long incarnations;

  /**
   * @param clock the store's clock
   * @param history where the events of changes go
   */
  public InMemoryWorkerStore(InstantSource clock, InMemoryHistory history) {
    this.clock = clock;
    this.history = history;
  }

  @Override
  public synchronized Incarnation nextIncarnation() {
    return new Incarnation(++incarnations);
  }

  @Override
  public synchronized Snapshot all() {
    return new Snapshot(clock.instant(), List.copyOf(workers.values()), retirements);
  }

  @Override
  public synchronized View find(WorkerName name) {
    return new View(clock.instant(), Optional.ofNullable(workers.get(name)));
  }

  @Override
  public synchronized boolean apply(Change change) {
    boolean done =
        switch (change) {
          case Change.Create create -> create(create.record());
          case Change.Update update -> update(update.record());
          case Change.Retire retire -> retire(retire);
          case Change.Remove remove -> remove(remove);
        };
    if (done) {
      change.event().ifPresent(history::write);
    }
    return done;
  }

  private boolean create(WorkerRecord worker) {
    if (workers.containsKey(worker.name())) {
      return false;
    }
    put(worker);
    return true;
  }

  private boolean update(WorkerRecord worker) {
    WorkerRecord before = workers.get(worker.name());
    if (before == null || before.revision() != worker.revision() - 1) {
      return false;
    }
    if (before.incarnation().isNewerThan(worker.incarnation())) {
      IllegalStateException odd =
          new IllegalStateException(worker.incarnation() + " after " + before.incarnation());
      throw new StoreException("could not store worker " + worker.name(), true, odd);
    }
    put(RecordBuilder.of(worker).heartbeat(heartbeat(before, worker)).build());
    return true;
  }

  private boolean retire(Change.Retire retire) {
    if (retire.number() != retirements.last() + 1 || !update(retire.record())) {
      return false;
    }
    retirements = retirements.and(clock.instant());
    return true;
  }

  private static @Nullable Heartbeat heartbeat(WorkerRecord before, WorkerRecord after) {
    boolean fresh = !before.incarnation().equals(after.incarnation()) && after.heartbeat() == null;
    return fresh ? null : before.heartbeat();
  }

  private boolean remove(Change.Remove remove) {
    WorkerRecord before = workers.get(remove.name());
    if (before == null || before.revision() != remove.revision()) {
      return false;
    }
    workers.remove(remove.name());
    return true;
  }

  private void put(WorkerRecord worker) {
    Address address = worker.address();
    if (address != null) {
      for (WorkerRecord other : where(o -> shares(o.address(), address))) {
        if (!other.name().equals(worker.name())) {
          workers.put(other.name(), RecordBuilder.of(other).next().address(null).build());
        }
      }
    }
    workers.put(worker.name(), worker);
  }

  private static boolean shares(@Nullable Address one, Address other) {
    return one != null
        && (one.garden().equals(other.garden())
            || one.baggageclaimUrl().equals(other.baggageclaimUrl()));
  }

  private List<WorkerRecord> where(Predicate<WorkerRecord> which) {
    List<WorkerRecord> found = new ArrayList<>(workers.values());
    found.removeIf(which.negate());
    return found;
  }

  @Override
  public synchronized void heartbeat(List<ReceivedHeartbeat> heartbeats) {
    for (ReceivedHeartbeat heartbeat : heartbeats) {
      WorkerRecord worker = workers.get(heartbeat.name());
      if (worker != null && worker.incarnation().equals(heartbeat.incarnation())) {
        Heartbeat last = new Heartbeat(clock.instant(), counted(heartbeat.load()));
        workers.put(heartbeat.name(), RecordBuilder.of(worker).heartbeat(last).build());
      }
    }
  }

  private static Load counted(Load load) {
    return new Load(
        Math.max(0, load.containers()),
        Math.max(0, load.volumes()),
        Math.max(0, load.checkObjects()),
        load.names());
  }

  @Override
  public synchronized void disconnected(WorkerName name, Incarnation incarnation, UUID gateway) {
    release(worker ->
        worker.name().equals(name)
            && worker.incarnation().equals(incarnation)
            && gateway.equals(worker.gateway()));
  }

  /** Notes that a gateway holds no registration any more; says of how many workers. */
  synchronized int release(UUID gateway) {
    return release(worker -> gateway.equals(worker.gateway()));
  }

  private int release(Predicate<WorkerRecord> which) {
    List<WorkerRecord> held = where(which);
    for (WorkerRecord worker : held) {
      workers.put(
          worker.name(), RecordBuilder.of(worker).next().gateway(null).address(null).build());
    }
    return held.size();
  }
}
