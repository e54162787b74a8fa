package tsa.api.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.concourse.ConcourseWorker;
import tsa.control.Registrations;
import tsa.lifecycle.Cordon;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Drain;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.Quarantine;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.AssessmentJson;
import tsa.wire.CheckJson;
import tsa.wire.CordonJson;
import tsa.wire.WorkerDetailJson;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerJson;

/** Workers as JSON. */
public final class WorkerViews {
  private WorkerViews() {}

  /**
   * A worker as Concourse writes it. Addresses are empty when there are none
   * (docs/protocol/fly.md#json).
   */
  public static WorkerJson concourse(WorkerRecord worker) {
    Heartbeat heartbeat = worker.heartbeat();
    return ConcourseWorker.json(
        worker.registration(),
        worker.address(),
        heartbeat == null ? null : heartbeat.load(),
        worker.state().word());
  }

  /**
   * A worker in our own list.
   *
   * @param assessment what the rules make of it now
   */
  public static WorkerItemJson item(WorkerRecord worker, Reason assessment) {
    return new WorkerItemJson(
        worker.name().value(),
        worker.state().word(),
        worker.since(),
        JsonViews.reason(worker.reason()),
        JsonViews.reason(assessment),
        worker.lastSeen(),
        JsonViews.summary(worker.checks().last()),
        worker.gateway() != null,
        cordon(worker.cordon()),
        concourse(worker));
  }

  private static @Nullable CordonJson cordon(@Nullable Cordon cordon) {
    return cordon == null ? null : new CordonJson(cordon.by(), cordon.why(), cordon.at());
  }

  /**
   * All that is known of a worker.
   *
   * @param scheduling whether the ATC is to send builds to it, and why; empty if there is none
   * @param held what this gateway knows of a session of that name; null if it holds none
   * @param lastCheck the latest check that was written down; null if there is none
   * @param residue how many handles of checks may have left something on it
   */
  public static WorkerDetailJson detail(
      WorkerRecord worker,
      Instant now,
      Decision assessment,
      Optional<Reason> scheduling,
      Registrations.@Nullable Held held,
      @Nullable CheckJson lastCheck,
      int residue) {
    return new WorkerDetailJson(
        now,
        worker.name().value(),
        worker.state().word(),
        worker.state().meaning(),
        worker.since(),
        JsonViews.reason(worker.reason()),
        assessment(assessment, scheduling),
        new WorkerDetailJson.ConnectivityJson(worker.lastSeen(), heartbeat(worker.heartbeat())),
        new WorkerDetailJson.ChecksJson(
            worker.checks().failures(),
            worker.checks().failingSince(),
            JsonViews.summary(worker.checks().last()),
            lastCheck,
            residue),
        drain(worker),
        quarantine(worker.quarantine()),
        session(worker, held),
        cordon(worker.cordon()),
        concourse(worker),
        worker.revision());
  }

  private static WorkerDetailJson.@Nullable HeartbeatJson heartbeat(@Nullable Heartbeat heartbeat) {
    return heartbeat == null
        ? null
        : new WorkerDetailJson.HeartbeatJson(
            heartbeat.at(),
            heartbeat.load().containers(),
            heartbeat.load().volumes(),
            heartbeat.load().checkObjects());
  }

  private static WorkerDetailJson.@Nullable DrainJson drain(WorkerRecord worker) {
    Drain drain = worker.drain();
    return drain == null
        ? null
        : new WorkerDetailJson.DrainJson(
            drain.by(),
            drain.why(),
            drain.requestedAt(),
            drain.deadline(),
            worker.retiredForHealth(),
            worker.state().isDraining() && worker.heartbeat() != null
                ? worker.heartbeat().load().names()
                : List.of());
  }

  private static WorkerDetailJson.@Nullable QuarantineJson quarantine(Quarantine held) {
    return held.count() == 0
        ? null
        : new WorkerDetailJson.QuarantineJson(held.count(), held.until(), held.healthySince());
  }

  private static WorkerDetailJson.SessionJson session(
      WorkerRecord worker, Registrations.@Nullable Held held) {
    UUID gateway = worker.gateway();
    return new WorkerDetailJson.SessionJson(
        worker.incarnation().number(),
        worker.admittedAt(),
        gateway != null,
        gateway == null ? null : gateway.toString(),
        held != null,
        held == null || held.waitingFor().isEmpty() ? null : held.waitingFor(),
        worker.machine().startTime(),
        worker.machine().keyFingerprint());
  }

  private static AssessmentJson assessment(Decision decision, Optional<Reason> scheduling) {
    ReasonCode code = decision.reason().code();
    return new AssessmentJson(
        verdict(decision),
        decision instanceof Decision.Move move ? move.to().word() : null,
        JsonViews.reason(decision.reason()),
        code.meaning(),
        code.remedy(),
        next(decision.next()),
        scheduling.map(JsonViews::reason).orElse(null));
  }

  private static String verdict(Decision decision) {
    return switch (decision) {
      case Decision.Keep _, Decision.Mark _, Decision.Refuse _ -> "keep";
      case Decision.Move _ -> "move";
      case Decision.Forget _ -> "forget";
    };
  }

  private static AssessmentJson.NextJson next(Decision.Next next) {
    return new AssessmentJson.NextJson(next.action().word(), next.action().words(), next.at());
  }
}
