package tsa.control;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Policy;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;

/**
 * Which workers this process evaluates: those it holds, and those that nobody holds. Another
 * process that lives listens to its own workers, and only it knows whether it could hear them; when
 * it is gone, they are held by nobody (docs/decisions/0007-who-holds-a-worker-evaluates-it.md).
 * Written in one lane, read by anybody.
 */
final class WorkerOwnership {
  private final UUID me;
  private final PeerEvaluations peerEvaluations;

  /** Since when each worker of the last pass is listened to. */
  private volatile Map<WorkerName, Instant> listening = Map.of();

  private volatile @Nullable Instant heardAgain;
  private boolean unheard;

  WorkerOwnership(UUID me, PeerEvaluations peerEvaluations) {
    this.me = me;
    this.peerEvaluations = peerEvaluations;
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
   * Takes note of whether the fleet can be heard. When it can again, some workers have sent a
   * heartbeat and the others had no chance to yet: everybody is listened to anew.
   */
  void note(Fleet fleet, Policy policy, Instant now) {
    boolean unheardNow = fleet.unheard(policy);
    if (unheard && !unheardNow) {
      heardAgain = now;
    }
    unheard = unheardNow;
  }

  /** Whether this process evaluates that worker. */
  boolean isMine(WorkerRecord worker) {
    return worker.gateway() == null || worker.gateway().equals(me);
  }

  /**
   * The evaluation status for one worker: it can go by no silence from before it began to listen
   * itself. A drain goes by its deadline, not by silence. A worker that another process evaluates
   * is seen with that one's evaluation status: for what is told of it, not for what is done.
   * Thread-safe.
   */
  EvaluationStatus evaluation(WorkerRecord worker, EvaluationStatus evaluation, Instant now) {
    UUID holder = worker.gateway();
    if (holder != null && !holder.equals(me)) {
      return peerEvaluations.of(holder).orElse(evaluation);
    }
    if (worker.state().isDraining()) {
      return evaluation;
    }
    Instant since = listening.getOrDefault(worker.name(), now);
    EvaluationStatus listener = later(evaluation, since, "it did not listen before");
    return later(listener, heardAgain, "most of the fleet was out of reach");
  }

  private static EvaluationStatus later(
      EvaluationStatus evaluation, @Nullable Instant since, String problem) {
    Instant active = evaluation.activeSince();
    return active == null || since == null || !since.isAfter(active)
        ? evaluation
        : new EvaluationStatus(since, problem);
  }
}
