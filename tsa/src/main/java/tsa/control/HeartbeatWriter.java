package tsa.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Lane;
import tsa.control.port.StoreException;
import tsa.control.port.WorkerStore;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * The one writer of heartbeats: it gathers them for a moment and writes them together, so that
 * their cost does not grow with their number (docs/decisions/0034-heartbeats-cost-little.md). Of
 * two heartbeats of one worker the later is kept. Thread-safe.
 */
final class HeartbeatWriter {
  private static final Logger log = LoggerFactory.getLogger(HeartbeatWriter.class);

  private final WorkerStore store;
  private final EvaluationMonitor monitor;
  private final Lane lane;
  private final Duration gather;
  private final Runnable written;
  private final Map<WorkerName, WorkerStore.ReceivedHeartbeat> waiting = new LinkedHashMap<>();
  private boolean planned;
  private boolean awaited;

  /**
   * @param gather how long heartbeats are gathered
   * @param written called after a write that somebody waits for
   */
  HeartbeatWriter(
      WorkerStore store, EvaluationMonitor monitor, Lane lane, Duration gather, Runnable written) {
    this.store = store;
    this.monitor = monitor;
    this.lane = lane;
    this.gather = gather;
    this.written = written;
  }

  /**
   * Takes a heartbeat; it is written soon.
   *
   * @param awaitedBySomebody whether the heartbeat may change the worker's state
   */
  synchronized void offer(WorkerStore.ReceivedHeartbeat heartbeat, boolean awaitedBySomebody) {
    waiting.merge(heartbeat.name(), heartbeat, HeartbeatWriter::newer);
    awaited |= awaitedBySomebody;
    if (!planned) {
      planned = true;
      lane.after(gather, this::write);
    }
  }

  private static WorkerStore.ReceivedHeartbeat newer(
      WorkerStore.ReceivedHeartbeat before, WorkerStore.ReceivedHeartbeat after) {
    return before.incarnation().isNewerThan(after.incarnation()) ? before : after;
  }

  /** Takes back the heartbeats of a registration that has ended: it must not seem alive (B33). */
  synchronized void discard(WorkerName name, Incarnation incarnation) {
    WorkerStore.ReceivedHeartbeat heartbeat = waiting.get(name);
    if (heartbeat != null && heartbeat.incarnation().equals(incarnation)) {
      waiting.remove(name);
    }
  }

  private void write() {
    List<WorkerStore.ReceivedHeartbeat> heartbeats;
    boolean tell;
    synchronized (this) {
      heartbeats = new ArrayList<>(waiting.values());
      waiting.clear();
      planned = false;
      tell = awaited;
      awaited = false;
    }
    if (heartbeats.isEmpty()) {
      return;
    }
    monitor.writingHeartbeats();
    try {
      store(heartbeats);
      monitor.heartbeatsWritten();
    } catch (StoreException e) {
      log.atWarn()
          .addKeyValue("heartbeats", heartbeats.size())
          .setCause(e)
          .log("heartbeats not written");
      monitor.heartbeatsLost();
    }
    if (tell) {
      written.run();
    }
  }

  /** One odd heartbeat costs the others nothing: what is refused together is written one by one. */
  private void store(List<WorkerStore.ReceivedHeartbeat> heartbeats) {
    try {
      store.heartbeat(heartbeats);
    } catch (StoreException e) {
      if (!e.refused()) {
        throw e;
      }
      if (heartbeats.size() == 1) {
        log.atError()
            .addKeyValue("worker", heartbeats.getFirst().name())
            .setCause(e)
            .log("heartbeat refused");
        return;
      }
      heartbeats.forEach(heartbeat -> store(List.of(heartbeat)));
    }
  }
}
