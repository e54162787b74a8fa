package tsa.lab.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.control.port.AtcLedger;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.OwningTeam;
import tsa.control.port.ReadScope;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.AtcTold;
import tsa.lifecycle.CheckReport;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * One gateway's way to the database. While it is cut, every call fails; calls about an odd row are
 * refused. Not thread-safe.
 */
final class StoreConnection {
  private final RehearsedDatabase database;
  private final UUID gateway;
  private boolean cut;

  StoreConnection(RehearsedDatabase database, UUID gateway) {
    this.database = database;
    this.gateway = gateway;
  }

  void cut(boolean yes) {
    cut = yes;
  }

  boolean isCut() {
    return cut;
  }

  private RehearsedDatabase reached() {
    if (cut || database.isAway()) {
      throw new StoreException("no database", new IllegalStateException("rehearsed"));
    }
    return database;
  }

  private RehearsedDatabase reached(WorkerName name) {
    RehearsedDatabase reached = reached();
    if (reached.isOdd(name)) {
      IllegalStateException odd = new IllegalStateException("rehearsed");
      throw new StoreException("the row of " + name + " is odd", true, odd);
    }
    return reached;
  }

  WorkerStore workers() {
    return new ConnectedWorkerStore();
  }

  History history() {
    return new ConnectedHistory();
  }

  Gateways gateways() {
    return new ConnectedGateways();
  }

  AtcLedger atcLedger() {
    return new ConnectedAtcLedger();
  }

  private final class ConnectedAtcLedger implements AtcLedger {
    @Override
    public List<AtcTold> all() {
      return reached().atcLedger().all();
    }

    @Override
    public void save(AtcTold told) {
      reached().atcLedger().save(told);
    }

    @Override
    public void remove(WorkerName name) {
      reached().atcLedger().remove(name);
    }
  }

  private final class ConnectedWorkerStore implements WorkerStore {
    @Override
    public Incarnation nextIncarnation() {
      return reached().workers().nextIncarnation();
    }

    @Override
    public Snapshot all() {
      Snapshot all = reached().workers().all();
      return new Snapshot(
          all.now(),
          all.workers().stream().filter(worker -> !database.isOdd(worker.name())).toList(),
          all.retirements());
    }

    @Override
    public View find(WorkerName name) {
      return reached(name).workers().find(name);
    }

    @Override
    public boolean apply(Change change) {
      WorkerName name =
          switch (change) {
            case Change.Create create -> create.record().name();
            case Change.Update update -> update.record().name();
            case Change.Retire retire -> retire.record().name();
            case Change.Remove remove -> remove.name();
          };
      return reached(name).apply(gateway, name, change);
    }

    @Override
    public void heartbeat(List<ReceivedHeartbeat> heartbeats) {
      heartbeats.forEach(heartbeat -> reached(heartbeat.name()));
      reached().workers().heartbeat(heartbeats);
    }

    @Override
    public void disconnected(WorkerName name, Incarnation incarnation, UUID whose) {
      reached(name).workers().disconnected(name, incarnation, whose);
      database.changed();
    }
  }

  private final class ConnectedHistory implements History {
    @Override
    public void write(Event event) {
      reached(event.worker()).history().write(event);
    }

    @Override
    public List<StoredEvent> events(
        WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
      return reached(worker).history().events(worker, scope, before, limit);
    }

    @Override
    public List<StoredEvent> recent(@Nullable Long before, int limit) {
      return reached().history().recent(before, limit);
    }

    @Override
    public void write(
        WorkerName worker,
        @Nullable OwningTeam owner,
        Incarnation incarnation,
        UUID by,
        CheckKind kind,
        CheckReport report) {
      reached(worker).history().write(worker, owner, incarnation, by, kind, report);
    }

    @Override
    public List<StoredCheck> checks(
        WorkerName worker, ReadScope scope, @Nullable Long before, int limit) {
      return reached(worker).history().checks(worker, scope, before, limit);
    }

    @Override
    public void trim() {
      reached().history().trim();
    }
  }

  private final class ConnectedGateways implements Gateways {
    @Override
    public void register(Gateway who) {
      reached().gateways().register(who);
    }

    @Override
    public boolean renew(UUID who, @Nullable String suspendedReason) {
      return reached().gateways().renew(who, suspendedReason);
    }

    @Override
    public List<GatewayStatus> all() {
      return reached().gateways().all();
    }

    @Override
    public int release(UUID who, Duration silence) {
      database.changed();
      return reached().gateways().release(who, silence);
    }
  }
}
