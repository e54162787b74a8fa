package tsa.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.control.Registrations;
import tsa.lifecycle.Beat;
import tsa.lifecycle.Cordon;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Drain;
import tsa.lifecycle.Quarantine;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.WorkerRecord;
import tsa.wire.AssessmentJson;
import tsa.wire.CheckJson;
import tsa.wire.CordonJson;
import tsa.wire.ResourceTypeJson;
import tsa.wire.WorkerDetailJson;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerJson;
import tsa.worker.Address;
import tsa.worker.Registration;
import tsa.worker.ResourceType;

/** Workers as JSON. */
final class WorkerViews {
  private WorkerViews() {}

  /**
   * A worker as Concourse writes it. Addresses are empty when there are none
   * (docs/protocol/fly.md#json).
   */
  static WorkerJson concourse(WorkerRecord worker) {
    Registration said = worker.registration();
    Address address = worker.address();
    Beat beat = worker.beat();
    return new WorkerJson(
        address == null ? "" : address.garden(),
        address == null ? "" : address.baggageclaimUrl(),
        said.certsPath(),
        said.httpProxyUrl(),
        said.httpsProxyUrl(),
        said.noProxy(),
        beat == null ? 0 : beat.load().containers(),
        beat == null ? 0 : beat.load().volumes(),
        0,
        said.maxActiveTasks(),
        said.resourceTypes().stream().map(WorkerViews::resourceType).toList(),
        said.platform(),
        said.tags(),
        said.team() == null ? "" : said.team(),
        said.name().value(),
        said.version(),
        said.startTime(),
        said.ephemeral(),
        worker.state().word());
  }

  private static ResourceTypeJson resourceType(ResourceType type) {
    return new ResourceTypeJson(
        type.type(), type.image(), type.version(), type.privileged(), type.uniqueVersionHistory());
  }

  /**
   * A worker in our own list.
   *
   * @param judgement what the rules make of it now
   */
  static WorkerItemJson item(WorkerRecord worker, Reason judgement) {
    return new WorkerItemJson(
        worker.name().value(),
        worker.state().word(),
        worker.since(),
        Views.reason(worker.reason()),
        Views.reason(judgement),
        worker.lastSeen(),
        Views.summary(worker.checks().last()),
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
   * @param held what this gateway knows of a session of that name; null if it holds none
   * @param lastCheck the latest check that was written down; null if there is none
   * @param residue how many handles of checks may have left something on it
   */
  static WorkerDetailJson detail(
      WorkerRecord worker,
      Instant now,
      Decision assessment,
      Registrations.@Nullable Held held,
      @Nullable CheckJson lastCheck,
      int residue) {
    return new WorkerDetailJson(
        now,
        worker.name().value(),
        worker.state().word(),
        worker.state().meaning(),
        worker.since(),
        Views.reason(worker.reason()),
        assessment(assessment),
        new WorkerDetailJson.Reach(worker.lastSeen(), beat(worker.beat())),
        new WorkerDetailJson.Work(
            worker.checks().failures(),
            worker.checks().failingSince(),
            Views.summary(worker.checks().last()),
            lastCheck,
            residue),
        drain(worker),
        quarantine(worker.quarantine()),
        session(worker, held),
        cordon(worker.cordon()),
        concourse(worker),
        worker.revision());
  }

  private static WorkerDetailJson.@Nullable Beat beat(@Nullable Beat beat) {
    return beat == null
        ? null
        : new WorkerDetailJson.Beat(
            beat.at(), beat.load().containers(), beat.load().volumes(), beat.load().checkObjects());
  }

  private static WorkerDetailJson.@Nullable Drain drain(WorkerRecord worker) {
    Drain drain = worker.drain();
    return drain == null
        ? null
        : new WorkerDetailJson.Drain(
            drain.by(),
            drain.why(),
            drain.requestedAt(),
            drain.deadline(),
            worker.retiredForHealth(),
            worker.state().isDraining() && worker.beat() != null
                ? worker.beat().load().names()
                : List.of());
  }

  private static WorkerDetailJson.@Nullable Quarantine quarantine(Quarantine held) {
    return held.count() == 0
        ? null
        : new WorkerDetailJson.Quarantine(held.count(), held.until(), held.healthySince());
  }

  private static WorkerDetailJson.Session session(
      WorkerRecord worker, Registrations.@Nullable Held held) {
    UUID gateway = worker.gateway();
    return new WorkerDetailJson.Session(
        worker.incarnation().number(),
        worker.admittedAt(),
        gateway != null,
        gateway == null ? null : gateway.toString(),
        held != null,
        held == null || held.waitingFor().isEmpty() ? null : held.waitingFor(),
        worker.machine().startTime(),
        worker.machine().keyFingerprint());
  }

  private static AssessmentJson assessment(Decision decision) {
    ReasonCode code = decision.reason().code();
    return new AssessmentJson(
        verdict(decision),
        decision instanceof Decision.Move move ? move.to().word() : null,
        Views.reason(decision.reason()),
        code.meaning(),
        code.remedy(),
        next(decision.next()));
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
