package tsa.control;

import java.time.Instant;
import java.util.List;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.WorkerRecord;

/**
 * The fleet as the last pass over it found it.
 *
 * @param now the store's clock when it was read
 * @param readAt the ticker then
 * @param workers all of them, over all gateways
 * @param fleet the same in numbers
 * @param braked whether so many fail that the rules retire nobody
 * @param frozen whether so many are out of reach that the rules stall nobody
 * @param alarms what holds the rules, naming the workers they would have acted on
 * @param evaluation whether health evaluation is active in this process
 */
public record FleetStatus(
    Instant now,
    long readAt,
    List<WorkerRecord> workers,
    Fleet fleet,
    boolean braked,
    boolean frozen,
    List<Alarm> alarms,
    EvaluationStatus evaluation) {
  /** Copies the lists. */
  public FleetStatus {
    workers = List.copyOf(workers);
    alarms = List.copyOf(alarms);
  }
}
