package tsa.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.WorkerName;

/**
 * Port: what is remembered of workers. It stores and locks; it decides nothing. All methods may
 * block, each within a limit, and throw {@link StoreException} when the store cannot answer.
 * Thread-safe.
 */
public interface WorkerStore {

  /**
   * Records as they were at one instant.
   *
   * @param now the store's clock in the transaction that read them
   */
  record Snapshot(Instant now, List<WorkerRecord> workers) {
    /** Copies the list. */
    public Snapshot {
      workers = List.copyOf(workers);
    }
  }

  /**
   * One record as it was at one instant.
   *
   * @param now the store's clock in the transaction that read it
   */
  record View(Instant now, Optional<WorkerRecord> worker) {}

  /** The next number for a registration; larger than every one before, over all gateways. */
  Incarnation nextIncarnation();

  /** All workers, by name. */
  Snapshot all();

  /** One worker. */
  View find(WorkerName name);

  /**
   * Stores a change with its event, both or neither, if the record still has the revision the
   * change was decided on.
   *
   * @return false if it has not, or if the worker is gone or, for a new one, already there
   */
  boolean apply(Change change);

  /**
   * Notes good beats, all with the store's clock. A beat of a registration that is not in charge
   * changes nothing.
   */
  void beat(List<GoodBeat> beats);

  /**
   * A good beat.
   *
   * @param incarnation the registration it came through
   */
  record GoodBeat(WorkerName name, Incarnation incarnation, Load load) {}

  /**
   * Notes that a gateway no longer holds the session of a registration. Changes nothing if another
   * registration is in charge by now.
   */
  void disconnected(WorkerName name, Incarnation incarnation, UUID gateway);
}
