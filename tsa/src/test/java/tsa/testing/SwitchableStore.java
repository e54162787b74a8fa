package tsa.testing;

import java.util.List;
import java.util.UUID;
import tsa.control.Change;
import tsa.control.StoreException;
import tsa.control.WorkerStore;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** A store that can be told to fail, or to lose every race. Thread-safe. */
public final class SwitchableStore implements WorkerStore {
  /** What it does. */
  public enum Mode {
    WELL,
    DOWN,
    REFUSING,
    CONTENDED
  }

  private final WorkerStore real;
  private volatile Mode mode = Mode.WELL;

  /** In front of that store. */
  public SwitchableStore(WorkerStore real) {
    this.real = real;
  }

  /** What it does from now on. */
  public void set(Mode next) {
    mode = next;
  }

  private WorkerStore up() {
    if (mode == Mode.DOWN || mode == Mode.REFUSING) {
      throw new StoreException(
          "secret details of the store",
          mode == Mode.REFUSING,
          new IllegalStateException("connection refused: db.internal:5432"));
    }
    return real;
  }

  @Override
  public Incarnation nextIncarnation() {
    return up().nextIncarnation();
  }

  @Override
  public Snapshot all() {
    return up().all();
  }

  @Override
  public View find(WorkerName name) {
    return up().find(name);
  }

  @Override
  public boolean apply(Change change) {
    return mode != Mode.CONTENDED && up().apply(change);
  }

  @Override
  public void beat(List<GoodBeat> beats) {
    up().beat(beats);
  }

  @Override
  public void disconnected(WorkerName name, Incarnation incarnation, UUID gateway) {
    up().disconnected(name, incarnation, gateway);
  }
}
