package tsa.lab.simulator;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Destroys what no build owns, once or on a tick: on a real worker that happens every 30 s, also in
 * the middle of a check (docs/protocol/worker-apis.md#sweeps-of-unknown-handles). Safe for use by
 * many threads.
 */
final class UnknownHandleSweep implements AutoCloseable {
  private final SimulatedWorkerServers worker;
  private final Timers timers;
  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Runnable cancel;
  private boolean closed;

  UnknownHandleSweep(SimulatedWorkerServers worker, Timers timers) {
    this.worker = worker;
    this.timers = timers;
  }

  void know(String handle) {
    known.add(handle);
  }

  void run() throws InterruptedException {
    for (String handle : worker.containers()) {
      if (!known.contains(handle)) {
        worker.destroyContainer(handle);
      }
    }
    for (String handle : worker.volumes()) {
      if (!known.contains(handle)) {
        worker.destroyVolume(handle);
      }
    }
    worker.baggageclaim().cleanupOrphans();
  }

  /** Starts or stops the ticking as the fault switch says. */
  void faultsChanged() {
    OptionalLong tick = worker.faults().argument(WorkerServer.GARDEN, Fault.SWEEP);
    lock.lock();
    try {
      Runnable pending = cancel;
      if (tick.isEmpty() && pending != null) {
        pending.run();
        cancel = null;
      } else if (tick.isPresent() && pending == null && !closed) {
        Duration delay = Duration.ofMillis(Math.max(1, tick.getAsLong()));
        cancel = timers.after(delay, () -> Thread.ofVirtual().start(this::tick));
      }
    } finally {
      lock.unlock();
    }
  }

  private void tick() {
    try {
      run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    lock.lock();
    try {
      cancel = null;
    } finally {
      lock.unlock();
    }
    faultsChanged();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (cancel != null) {
        cancel.run();
      }
    } finally {
      lock.unlock();
    }
  }
}
