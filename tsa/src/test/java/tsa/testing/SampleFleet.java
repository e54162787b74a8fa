package tsa.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tsa.control.port.Event;
import tsa.control.port.History;
import tsa.control.port.OwningTeam;
import tsa.lifecycle.CheckRecord;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.Drain;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Heartbeat;
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

/** One worker of each state, and one that fails its checks, with history; all on one clock. */
final class SampleFleet {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final UUID GATEWAY = UUID.fromString("00000000-0000-4000-8000-00000000000a");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final CheckReport.Problem DISK =
      new CheckReport.Problem(
          CheckStep.CREATE_VOLUME, FailureCause.DISK, "no space left on device");

  private SampleFleet() {}

  static List<WorkerRecord> workers() {
    return List.of(running(), stalled(), retiring(), landing(), landed(), retired(), failing());
  }

  static CheckReport healthyCheck() {
    return new CheckReport(
        Verdict.HEALTHY,
        null,
        Duration.ofMillis(1234),
        List.of(
            step(CheckStep.PING, 3),
            step(CheckStep.CAPACITY, 4),
            step(CheckStep.CREATE_VOLUME, 120),
            step(CheckStep.CREATE_CONTAINER, 480),
            step(CheckStep.RUN, 210),
            step(CheckStep.DESTROY_CONTAINER, 350),
            step(CheckStep.DESTROY_VOLUME, 67)));
  }

  static CheckReport failingCheck() {
    return new CheckReport(
        Verdict.FAILING,
        DISK,
        Duration.ofMillis(15_127),
        List.of(
            step(CheckStep.PING, 3),
            step(CheckStep.CAPACITY, 4),
            new CheckReport.Step(CheckStep.CREATE_VOLUME, Duration.ofMillis(15_120), DISK)));
  }

  private static CheckReport.Step step(CheckStep step, long ms) {
    return new CheckReport.Step(step, Duration.ofMillis(ms), null);
  }

  private static WorkerRecord running() {
    return base("alpha", 1, null)
        .registration(
            new Registration(
                new WorkerName("alpha"),
                null,
                "linux",
                List.of("ssd", "big"),
                "2.5",
                NOW.minus(Duration.ofHours(5)).getEpochSecond(),
                false,
                List.of(
                    new ResourceType("git", "/rt/git", "1.14", false, true),
                    new ResourceType("registry-image", "/rt/registry-image", "1.2", true, false)),
                "/etc/ssl/certs",
                "http://proxy.test:3128",
                null,
                "localhost",
                0))
        .build();
  }

  private static WorkerRecord stalled() {
    return base("bravo", 2, "main")
        .state(
            WorkerState.STALLED,
            NOW.minusSeconds(184),
            Reason.of(
                ReasonCode.UNREACHABLE,
                "silence",
                Duration.ofSeconds(61),
                "limit",
                Duration.ofSeconds(60)))
        .gateway(null)
        .heartbeat(new Heartbeat(NOW.minusSeconds(245), new Load(9, 21, 0)))
        .build();
  }

  private static WorkerRecord retiring() {
    Instant since = NOW.minus(Duration.ofMinutes(7));
    Reason reason =
        Reason.of(
            ReasonCode.CHECKS_FAILED,
            "failures",
            3,
            "time",
            Duration.ofSeconds(125),
            "step",
            "create-volume",
            "cause",
            "disk (no space left on device)");
    return base("charlie", 3, null)
        .state(WorkerState.RETIRING, since, reason)
        .drain(new Drain("tsa", reason.sentence(), since, since.plus(HOUR)))
        .checks(new CheckRecord(3, since.minusSeconds(125), last(Verdict.FAILING, DISK)))
        .quarantine(true, new Quarantine(2, null, null))
        .heartbeat(busy())
        .build();
  }

  private static WorkerRecord landing() {
    Instant since = NOW.minus(Duration.ofMinutes(20));
    return base("delta", 4, "team-b")
        .state(WorkerState.LANDING, since, asked(ReasonCode.LAND_REQUESTED, "kernel update"))
        .drain(new Drain("admin", "kernel update", since, since.plus(HOUR)))
        .heartbeat(busy())
        .build();
  }

  private static Heartbeat busy() {
    List<String> names = List.of("0e6d1c4a-task", "5b1f7a90-get", "77ac02d3-check");
    return new Heartbeat(NOW.minusSeconds(12), new Load(3, 17, 1, names));
  }

  private static WorkerRecord landed() {
    Instant since = NOW.minus(Duration.ofMinutes(90));
    return base("echo", 5, null)
        .state(WorkerState.LANDED, since, Reason.of(ReasonCode.DRAINED))
        .drain(new Drain("echo", "", since.minusSeconds(40), since.plus(HOUR)))
        .address(null)
        .gateway(null)
        .build();
  }

  private static WorkerRecord retired() {
    Instant since = NOW.minus(Duration.ofHours(3));
    return base("foxtrot", 6, null)
        .state(WorkerState.RETIRED, since, asked(ReasonCode.DELETED, "the machine burned down"))
        .address(null)
        .gateway(null)
        .build();
  }

  private static WorkerRecord failing() {
    return base("golf", 7, null)
        .checks(new CheckRecord(2, NOW.minusSeconds(70), last(Verdict.FAILING, DISK)))
        .build();
  }

  private static Reason asked(ReasonCode code, String why) {
    return Reason.of(code, "by", "admin", "why", why);
  }

  private static CheckRecord.Last last(Verdict verdict, CheckReport.Problem problem) {
    return new CheckRecord.Last(NOW.minusSeconds(15), verdict, problem);
  }

  private static RecordBuilder base(String name, int number, String team) {
    WorkerRecord fresh =
        new WorkerRecord(
            1,
            WorkerState.RUNNING,
            NOW.minus(Duration.ofHours(4)),
            Reason.of(ReasonCode.JOINED, "check", "deep check healthy"),
            new Incarnation(number),
            NOW.minus(Duration.ofHours(4)),
            registration(name, team),
            new Machine(NOW.minus(Duration.ofHours(5)).getEpochSecond(), "SHA256:key-of-" + name),
            new Address(
                "10.1.0.9:4%04d".formatted(number), "http://10.1.0.9:5%04d".formatted(number)),
            GATEWAY,
            null,
            new CheckRecord(
                0, null, new CheckRecord.Last(NOW.minusSeconds(42), Verdict.HEALTHY, null)),
            false,
            Quarantine.NONE,
            null,
            null,
            new Heartbeat(NOW.minusSeconds(12), new Load(3, 17, 1)));
    return RecordBuilder.of(fresh);
  }

  private static Registration registration(String name, String team) {
    return new Registration(
        new WorkerName(name),
        team,
        "linux",
        List.of(),
        "2.5",
        NOW.minus(Duration.ofHours(5)).getEpochSecond(),
        name.equals("bravo"),
        List.of(),
        null,
        null,
        null,
        null,
        0);
  }

  private static OwningTeam owner(WorkerRecord worker) {
    return new OwningTeam(worker.registration().team());
  }

  /** The check and events that each worker has behind it. */
  static void writeHistory(History history) {
    for (WorkerRecord worker : workers()) {
      history.write(
          new Event(
              worker.name(),
              Event.Kind.STATE,
              null,
              WorkerState.RUNNING,
              Reason.of(ReasonCode.JOINED, "check", "deep check healthy"),
              Event.RULES,
              worker.incarnation(),
              GATEWAY,
              owner(worker)));
      history.write(
          worker.name(),
          owner(worker),
          worker.incarnation(),
          GATEWAY,
          History.CheckKind.PERIODIC,
          worker.checks().failures() > 0 ? failingCheck() : healthyCheck());
    }
    history.write(
        new Event(
            new WorkerName("hotel"),
            Event.Kind.STATE,
            WorkerState.STALLED,
            null,
            asked(ReasonCode.PRUNED, "no reason given"),
            "admin",
            null,
            GATEWAY));
  }
}
