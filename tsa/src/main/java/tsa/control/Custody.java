package tsa.control;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import tsa.lifecycle.Judge;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/**
 * Which workers this process judges: those it holds, and those that nobody holds. Another process
 * that lives listens to its own workers, and only it knows whether it was fit to hear them; when it
 * is gone, they are held by nobody (docs/decisions/0007). Used in one lane.
 */
final class Custody {
  private final UUID me;
  private final Map<WorkerName, Instant> heldByAnother = new HashMap<>();

  Custody(UUID me) {
    this.me = me;
  }

  /** Takes note of who holds whom. */
  void note(Collection<WorkerRecord> workers, Instant now) {
    Map<WorkerName, Instant> before = Map.copyOf(heldByAnother);
    heldByAnother.clear();
    for (WorkerRecord worker : workers) {
      Instant last = isMine(worker) ? before.get(worker.name()) : now;
      if (last != null) {
        heldByAnother.put(worker.name(), last);
      }
    }
  }

  /** Whether this process judges that worker. */
  boolean isMine(WorkerRecord worker) {
    return worker.gateway() == null || worker.gateway().equals(me);
  }

  /** The judge for one worker: it can go by no silence from before it began to listen itself. */
  Judge judge(WorkerRecord worker, Judge judge) {
    Instant since = judge.fitSince();
    Instant taken = heldByAnother.get(worker.name());
    if (since == null || taken == null || !taken.isAfter(since)) {
      return judge;
    }
    return new Judge(taken, "it was held by another gateway");
  }
}
