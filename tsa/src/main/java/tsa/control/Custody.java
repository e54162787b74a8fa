package tsa.control;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Judge;
import tsa.lifecycle.Policy;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/**
 * Which workers this process judges: those it holds, and those that nobody holds. Another process
 * that lives listens to its own workers, and only it knows whether it was fit to hear them; when it
 * is gone, they are held by nobody (docs/decisions/0007-who-holds-a-worker-judges-it.md). Written
 * in one lane, read by anybody.
 */
final class Custody {
  private final UUID me;
  private final PeerJudges peers;

  /** Since when each worker of the last pass is listened to. */
  private volatile Map<WorkerName, Instant> listening = Map.of();

  private volatile @Nullable Instant heardAgain;
  private boolean deaf;

  Custody(UUID me, PeerJudges peers) {
    this.me = me;
    this.peers = peers;
  }

  /**
   * Takes note of who holds whom. A worker that another holds, or whose row was not there or could
   * not be read at the last pass, is listened to from now on.
   */
  void note(Collection<WorkerRecord> workers, Instant now) {
    Map<WorkerName, Instant> next = HashMap.newHashMap(workers.size());
    for (WorkerRecord worker : workers) {
      boolean anew = !listening.containsKey(worker.name()) || !isMine(worker);
      next.put(worker.name(), anew ? now : listening.get(worker.name()));
    }
    listening = next;
  }

  /**
   * Takes note of whether the fleet can be heard. When it can again, some workers have beaten and
   * the others had no chance to yet: everybody is listened to anew.
   */
  void note(Fleet fleet, Policy policy, Instant now) {
    boolean deafNow = fleet.unheard(policy);
    if (deaf && !deafNow) {
      heardAgain = now;
    }
    deaf = deafNow;
  }

  /** Whether this process judges that worker. */
  boolean isMine(WorkerRecord worker) {
    return worker.gateway() == null || worker.gateway().equals(me);
  }

  /**
   * The judge for one worker: it can go by no silence from before it began to listen itself. A
   * drain goes by its deadline, not by silence. A worker that another process judges is seen with
   * that one's fitness: for what is told of it, not for what is done. Thread-safe.
   */
  Judge judge(WorkerRecord worker, Judge judge, Instant now) {
    UUID holder = worker.gateway();
    if (holder != null && !holder.equals(me)) {
      return peers.of(holder).orElse(judge);
    }
    if (worker.state().isDraining()) {
      return judge;
    }
    Instant since = listening.getOrDefault(worker.name(), now);
    Judge listener = later(judge, since, "it did not listen before");
    return later(listener, heardAgain, "most of the fleet was out of reach");
  }

  private static Judge later(Judge judge, @Nullable Instant since, String problem) {
    Instant fit = judge.fitSince();
    return fit == null || since == null || !since.isAfter(fit) ? judge : new Judge(since, problem);
  }
}
