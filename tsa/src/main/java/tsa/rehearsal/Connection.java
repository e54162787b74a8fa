package tsa.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.control.Change;
import tsa.control.Event;
import tsa.control.Gateways;
import tsa.control.History;
import tsa.control.Owner;
import tsa.control.Readers;
import tsa.control.StoreException;
import tsa.control.WorkerStore;
import tsa.lifecycle.CheckReport;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * One gateway's way to the database. While it is cut, every call fails; calls about an odd row are
 * refused. Not thread-safe.
 */
final class Connection {
  private final Stores stores;
  private final UUID gateway;
  private boolean cut;

  Connection(Stores stores, UUID gateway) {
    this.stores = stores;
    this.gateway = gateway;
  }

  void cut(boolean yes) {
    cut = yes;
  }

  boolean isCut() {
    return cut;
  }

  private Stores reached() {
    if (cut || stores.isAway()) {
      throw new StoreException("no database", new IllegalStateException("rehearsed"));
    }
    return stores;
  }

  private Stores reached(WorkerName name) {
    Stores reached = reached();
    if (reached.isOdd(name)) {
      IllegalStateException odd = new IllegalStateException("rehearsed");
      throw new StoreException("the row of " + name + " is odd", true, odd);
    }
    return reached;
  }

  WorkerStore workers() {
    return new Workers();
  }

  History history() {
    return new Events();
  }

  Gateways gateways() {
    return new Processes();
  }

  private final class Workers implements WorkerStore {
    @Override
    public Incarnation nextIncarnation() {
      return reached().workers().nextIncarnation();
    }

    @Override
    public Snapshot all() {
      Snapshot all = reached().workers().all();
      return new Snapshot(
          all.now(),
          all.workers().stream().filter(worker -> !stores.isOdd(worker.name())).toList(),
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
    public void beat(List<GoodBeat> beats) {
      beats.forEach(beat -> reached(beat.name()));
      reached().workers().beat(beats);
    }

    @Override
    public void disconnected(WorkerName name, Incarnation incarnation, UUID whose) {
      reached(name).workers().disconnected(name, incarnation, whose);
      stores.changed();
    }
  }

  private final class Events implements History {
    @Override
    public void write(Event event) {
      reached(event.worker()).history().write(event);
    }

    @Override
    public List<Written> events(
        WorkerName worker, Readers readers, @Nullable Long before, int limit) {
      return reached(worker).history().events(worker, readers, before, limit);
    }

    @Override
    public List<Written> recent(@Nullable Long before, int limit) {
      return reached().history().recent(before, limit);
    }

    @Override
    public void write(
        WorkerName worker,
        @Nullable Owner owner,
        Incarnation incarnation,
        UUID by,
        CheckKind kind,
        CheckReport report) {
      reached(worker).history().write(worker, owner, incarnation, by, kind, report);
    }

    @Override
    public List<Check> checks(
        WorkerName worker, Readers readers, @Nullable Long before, int limit) {
      return reached(worker).history().checks(worker, readers, before, limit);
    }

    @Override
    public void trim() {
      reached().history().trim();
    }
  }

  private final class Processes implements Gateways {
    @Override
    public void hello(Gateway who) {
      reached().gateways().hello(who);
    }

    @Override
    public boolean alive(UUID who, @Nullable String unfit) {
      return reached().gateways().alive(who, unfit);
    }

    @Override
    public List<Seen> all() {
      return reached().gateways().all();
    }

    @Override
    public int release(UUID who, Duration silence) {
      stores.changed();
      return reached().gateways().release(who, silence);
    }
  }
}
