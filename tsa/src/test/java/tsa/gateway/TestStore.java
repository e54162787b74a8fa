package tsa.gateway;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tsa.control.ChangeGate;
import tsa.control.WorkerHealthQuery;
import tsa.control.WorkerRequests;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.OwningTeam;
import tsa.control.port.ReadScope;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.Request;
import tsa.lifecycle.Retirements;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** The little that requests need of the stores, with a switch to make them fail. Thread-safe. */
final class TestStore {
  /** How many of the next calls fail. */
  final AtomicInteger failures = new AtomicInteger();

  /** Whether those failures are refusals of what was asked, from a store that is well. */
  volatile boolean refuses;

  /** How many of the next changes are lost to a competitor. */
  final AtomicInteger conflicts = new AtomicInteger();

  /** Handles to sweep. */
  volatile List<CheckHandle> overdue = List.of();

  private final Map<WorkerName, WorkerRecord> workers = new ConcurrentHashMap<>();

  /** Real requests over this store. */
  WorkerRequests requests() {
    ChangeGate gate =
        new ChangeGate(table, history, Policy.DEFAULT, SampleWorkers.GATEWAY, event -> {});
    return new WorkerRequests(table, journal, gate, Policy.DEFAULT);
  }

  /** The real health query over this store, with health evaluation active for ever. */
  WorkerHealthQuery health() {
    Evidence evidence =
        new Evidence(
            Request.nothing(), new EvaluationStatus(Instant.EPOCH, ""), new Fleet(9, 0, 0, 9, 9));
    return new WorkerHealthQuery(
        table, (worker, now) -> Lifecycle.decide(worker, evidence, Policy.DEFAULT, now));
  }

  /** Puts a worker in. */
  void put(WorkerRecord worker) {
    workers.put(worker.name(), worker);
  }

  /** Puts a worker in. */
  void put(String name, @Nullable String team, WorkerState state) {
    Registration r = SampleWorkers.registration(name, false);
    Registration of =
        new Registration(
            r.name(),
            team,
            r.platform(),
            r.tags(),
            r.version(),
            r.startTime(),
            false,
            r.resourceTypes(),
            null,
            null,
            null,
            null,
            0);
    WorkerRecord w = SampleWorkers.in(state);
    workers.put(of.name(), RecordBuilder.of(w).registration(of).build());
  }

  /** The state of a worker; empty if there is none. */
  Optional<WorkerState> state(String name) {
    return Optional.ofNullable(workers.get(new WorkerName(name))).map(WorkerRecord::state);
  }

  private void mayFail() {
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new StoreException("the test says so", refuses, new IOException("no database"));
    }
  }

  private final WorkerStore table =
      new WorkerStore() {
        @Override
        public Incarnation nextIncarnation() {
          return new Incarnation(1);
        }

        @Override
        public Snapshot all() {
          return new Snapshot(SampleWorkers.T0, List.copyOf(workers.values()), Retirements.NONE);
        }

        @Override
        public View find(WorkerName name) {
          mayFail();
          return new View(SampleWorkers.T0, Optional.ofNullable(workers.get(name)));
        }

        @Override
        public boolean apply(Change change) {
          if (conflicts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return false;
          }
          switch (change) {
            case Change.Create create -> workers.put(create.record().name(), create.record());
            case Change.Update update -> workers.put(update.record().name(), update.record());
            case Change.Retire retire -> workers.put(retire.record().name(), retire.record());
            case Change.Remove remove -> workers.remove(remove.name());
          }
          return true;
        }

        @Override
        public void heartbeat(List<ReceivedHeartbeat> ticks) {}

        @Override
        public void disconnected(WorkerName name, Incarnation incarnation, UUID gateway) {}
      };

  private final History history =
      new History() {
        @Override
        public void write(Event event) {}

        @Override
        public List<StoredEvent> events(
            WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
          return List.of();
        }

        @Override
        public List<StoredEvent> recent(@Nullable Long before, int limit) {
          return List.of();
        }

        @Override
        public void write(
            WorkerName worker,
            @Nullable OwningTeam owner,
            Incarnation incarnation,
            UUID gateway,
            CheckKind kind,
            CheckReport report) {}

        @Override
        public List<StoredCheck> checks(
            WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
          return List.of();
        }

        @Override
        public void trim() {}
      };

  private final ResidueJournal journal =
      new ResidueJournal() {
        @Override
        public void journal(
            CheckHandle handle,
            WorkerName worker,
            Incarnation incarnation,
            UUID gateway,
            Duration destroyAfter) {}

        @Override
        public void strike(CheckHandle handle) {}

        @Override
        public void tried(CheckHandle handle, String problem) {}

        @Override
        public List<CheckHandle> overdue(WorkerName worker, int limit) {
          return overdue;
        }

        @Override
        public List<CheckHandle> inUse(WorkerName worker, int limit) {
          return List.of();
        }

        @Override
        public int size() {
          return overdue.size();
        }
      };
}
