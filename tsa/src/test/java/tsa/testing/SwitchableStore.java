package tsa.testing;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import tsa.control.port.Change;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** A store that can be told to fail, or to lose every race. Thread-safe. */
public class SwitchableStore implements WorkerStore {
  /** What it does. */
  public enum Mode {
    WELL,
    DOWN,
    REFUSING,
    CONTENDED
  }

  private final WorkerStore real;
  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Semaphore entered = new Semaphore(0);
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile Mode mode = Mode.WELL;

  /** In front of that store. */
  public SwitchableStore(WorkerStore real) {
    this.real = real;
  }

  /** What it does from now on. */
  public void set(Mode next) {
    mode = next;
  }

  /** From now on whoever reads waits for that. */
  public void slow(CountDownLatch go) {
    gate = go;
  }

  /** Waits until so many have come to read. */
  public void awaitInside(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      Patience.acquire(entered);
    }
  }

  /** The most that were reading at the same time. */
  public int mostInside() {
    return most.get();
  }

  private <T> T slowly(Supplier<T> read) {
    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
    entered.release();
    try {
      Patience.pass(gate);
      return read.get();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      inside.decrementAndGet();
    }
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
    return slowly(() -> up().all());
  }

  @Override
  public View find(WorkerName name) {
    return slowly(() -> up().find(name));
  }

  @Override
  public boolean apply(Change change) {
    return mode != Mode.CONTENDED && up().apply(change);
  }

  @Override
  public void heartbeat(List<ReceivedHeartbeat> heartbeats) {
    up().heartbeat(heartbeats);
  }

  @Override
  public void disconnected(WorkerName name, Incarnation incarnation, UUID gateway) {
    up().disconnected(name, incarnation, gateway);
  }
}
