package tsa.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.Gateways;
import tsa.control.port.WorkerStore.ReceivedHeartbeat;
import tsa.lifecycle.CheckRecord;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.Cordon;
import tsa.lifecycle.Drain;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.NameConflict;
import tsa.lifecycle.Quarantine;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.ResourceType;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** What the tests of the stores store. */
final class Samples {
  static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123456Z");
  static final UUID GATEWAY = new UUID(0, 1);
  static final UUID OTHER_GATEWAY = new UUID(0, 2);
  static final WorkerName W = new WorkerName("w");
  static final Reason JOINED = Reason.of(ReasonCode.JOINED, "check", "deep check healthy");
  static final Reason FORGOTTEN = Reason.of(ReasonCode.PRUNED, "by", "ann", "why", "");

  private Samples() {}

  static Gateways.Gateway gateway(UUID id) {
    return new Gateways.Gateway(id, "host-" + id, "10.0.0.1", "0.1.0");
  }

  static Registration registration(String name) {
    return new Registration(
        new WorkerName(name),
        null,
        "linux",
        List.of(),
        "2.5",
        1000,
        false,
        List.of(),
        null,
        null,
        null,
        null,
        0);
  }

  /** A worker that has just joined: revision 1, registration 1, an address of its own. */
  static WorkerRecord joined(String name) {
    return new WorkerRecord(
        1,
        WorkerState.RUNNING,
        T0,
        JOINED,
        new Incarnation(1),
        T0,
        registration(name),
        new Machine(1000, "SHA256:key"),
        new Address(name + ":7777", "http://" + name + ":7788"),
        GATEWAY,
        null,
        CheckRecord.NONE,
        false,
        Quarantine.NONE,
        null,
        null,
        null);
  }

  /** A worker with a value in every part, and a heartbeat in none. */
  static WorkerRecord full(String name) {
    Registration registration =
        new Registration(
            new WorkerName(name),
            "main",
            "linux",
            List.of("gpu", "zone a"),
            "2.5",
            1767225600,
            true,
            List.of(
                new ResourceType("git", "/images/git", "1.2", true, true),
                new ResourceType("s3", "", "", false, false)),
            "/etc/certs",
            "http://proxy",
            "https://proxy",
            "localhost,.internal",
            7);
    CheckReport.Problem problem = problem("no space left on device");
    return RecordBuilder.of(joined(name))
        .state(
            WorkerState.RETIRING,
            at(5),
            Reason.of(
                ReasonCode.UNREACHABLE,
                "silence",
                Duration.ofMinutes(2),
                "limit",
                Duration.ofMinutes(1)))
        .incarnation(3, at(1))
        .registration(registration)
        .machine(new Machine(1767225600, "SHA256:key"))
        .drain(new Drain("ann", "new disk", at(5), at(3605)))
        .checks(new CheckRecord(2, at(2), new CheckRecord.Last(at(4), Verdict.FAILING, problem)))
        .quarantine(true, new Quarantine(2, at(60), at(3)))
        .cordon(new Cordon("bob", "noisy fan", at(6)))
        .nameConflict(new NameConflict(1767225601, at(7)))
        .build();
  }

  static Instant at(long seconds) {
    return T0.plusSeconds(seconds);
  }

  static CheckReport.Problem problem(String detail) {
    return new CheckReport.Problem(CheckStep.CREATE_VOLUME, FailureCause.DISK, detail);
  }

  static CheckReport failingReport(String detail) {
    return new CheckReport(
        Verdict.FAILING,
        problem(detail),
        Duration.ofMillis(345),
        List.of(
            new CheckReport.Step(CheckStep.PING, Duration.ofMillis(5), null),
            new CheckReport.Step(
                CheckStep.CREATE_VOLUME, Duration.ofMillis(300), problem(detail))));
  }

  static CheckReport healthyReport() {
    return new CheckReport(Verdict.HEALTHY, null, Duration.ofMillis(200), List.of());
  }

  static Event event(String worker, Reason reason) {
    return new Event(
        new WorkerName(worker),
        Event.Kind.STATE,
        WorkerState.STALLED,
        WorkerState.RUNNING,
        reason,
        Event.RULES,
        new Incarnation(1),
        GATEWAY);
  }

  static Change.Create creation(WorkerRecord worker) {
    return new Change.Create(worker, event(worker.name().value(), worker.reason()));
  }

  static Change.Update update(WorkerRecord worker) {
    return new Change.Update(worker, null);
  }

  static Change.Remove removal(WorkerRecord worker) {
    return new Change.Remove(
        worker.name(), worker.revision(), event(worker.name().value(), FORGOTTEN));
  }

  static ReceivedHeartbeat heartbeat(WorkerRecord worker, int containers) {
    return heartbeat(worker.name().value(), worker.incarnation().number(), containers);
  }

  static ReceivedHeartbeat heartbeat(String worker, long incarnation, int containers) {
    return new ReceivedHeartbeat(
        new WorkerName(worker), new Incarnation(incarnation), new Load(containers, 5, 2));
  }

  /** The same worker, without what the store says itself. */
  static @Nullable WorkerRecord unbeaten(@Nullable WorkerRecord worker) {
    return worker == null ? null : RecordBuilder.of(worker).heartbeat(null).build();
  }
}
