package tsa.control.port;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tsa.lifecycle.Retirements;
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
   * @param retirements those of the rules, as they were then or a moment before
   */
  record Snapshot(Instant now, List<WorkerRecord> workers, Retirements retirements) {
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

  /**
   * All workers, by name. A row that cannot be read even in part is logged and left out, so that it
   * does not take the fleet with it; {@link #find} on it throws.
   */
  Snapshot all();

  /**
   * As {@link #all}, but without retirements: for those who only look. One query, however many
   * workers there are.
   */
  default Snapshot list() {
    return all();
  }

  /** The store's clock. */
  default Instant now() {
    return list().now();
  }

  /** One worker. */
  View find(WorkerName name);

  /**
   * Stores a change with its event, both or neither, if the record still has the revision the
   * change was decided on. An address that is written is taken from every other worker, whose
   * revision grows by it: a stale row never routes (B17, #6148). When the registration changes, the
   * last heartbeat stays if the new record still has one, and is forgotten otherwise.
   *
   * <p>A {@link Change.Retire} also takes the next number among the retirements by the rules, so
   * that no two gateways retire on the same picture of the fleet.
   *
   * @return false if it has not, or if the number of a retirement is taken, or if the worker is
   *     gone or, for a new one, already there, or if another writer was in the way: read again and
   *     decide again
   * @throws StoreException with {@link StoreException#refused()} if the gateway of the record is
   *     not known, or if the record goes back to an older registration
   */
  boolean apply(Change change);

  /**
   * Notes good heartbeats, all with the store's clock. A heartbeat of a registration that is not in
   * charge changes nothing.
   */
  void heartbeat(List<ReceivedHeartbeat> heartbeats);

  /**
   * A good heartbeat.
   *
   * @param incarnation the registration it came through
   */
  record ReceivedHeartbeat(WorkerName name, Incarnation incarnation, Load load) {}

  /**
   * Notes that a gateway no longer holds the session of a registration: the worker has neither
   * gateway nor address from then on, and its revision grows. Changes nothing if another
   * registration, or another gateway, is in charge by now.
   */
  void disconnected(WorkerName name, Incarnation incarnation, UUID gateway);
}
