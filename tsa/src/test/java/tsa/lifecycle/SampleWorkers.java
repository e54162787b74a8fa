package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import tsa.worker.Address;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Workers for tests; each method returns a changed copy. */
public final class SampleWorkers {
  /** The instant that tests start from. */
  public static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  /** The gateway that tests speak for. */
  public static final UUID GATEWAY = new UUID(0, 1);

  private SampleWorkers() {}

  /** A registration of that name. */
  public static Registration registration(String name, boolean ephemeral) {
    return new Registration(
        new WorkerName(name),
        null,
        "linux",
        List.of(),
        "2.5",
        1000,
        ephemeral,
        List.of(),
        null,
        null,
        null,
        null,
        0);
  }

  /** A worker in that state since {@link #T0}, with a heartbeat at T0 and nothing on it. */
  public static WorkerRecord in(WorkerState state) {
    boolean draining = state.isDraining() || state.isEnded();
    Drain drain =
        draining ? new Drain("operator", "maintenance", T0, T0.plus(Duration.ofHours(1))) : null;
    Address address = state.isEnded() ? null : new Address("10.0.0.1:7777", "http://10.0.0.1:7788");
    return new WorkerRecord(
        7,
        state,
        T0,
        Reason.of(ReasonCode.JOINED, "check", "healthy"),
        new Incarnation(3),
        T0.minusSeconds(100),
        registration("w", false),
        new Machine(1000, "SHA256:key"),
        address,
        GATEWAY,
        drain,
        CheckRecord.NONE,
        false,
        Quarantine.NONE,
        null,
        null,
        new Heartbeat(T0, new Load(0, 0, 0)));
  }

  /** With a last heartbeat then, and that many containers. */
  public static WorkerRecord heartbeat(WorkerRecord w, Instant at, int containers) {
    return RecordBuilder.of(w).heartbeat(new Heartbeat(at, new Load(containers, 0, 0))).build();
  }

  /** Never had a heartbeat. */
  public static WorkerRecord unbeaten(WorkerRecord w) {
    return RecordBuilder.of(w).heartbeat(null).build();
  }

  /** With failures in a row since then, the last one at another time. */
  public static WorkerRecord failing(WorkerRecord w, int failures, Instant since, Instant last) {
    CheckReport.Problem problem =
        new CheckReport.Problem(CheckStep.CREATE_VOLUME, FailureCause.DISK, "failed");
    CheckRecord checks =
        new CheckRecord(failures, since, new CheckRecord.Last(last, Verdict.FAILING, problem));
    return RecordBuilder.of(w).checks(checks).build();
  }

  /** Ephemeral. */
  public static WorkerRecord ephemeral(WorkerRecord w) {
    return RecordBuilder.of(w).registration(registration(w.name().value(), true)).build();
  }

  /** Called so. */
  public static WorkerRecord named(WorkerRecord w, String name) {
    return RecordBuilder.of(w).registration(registration(name, false)).build();
  }

  /** Retired, or being retired, by the rules. */
  public static WorkerRecord forHealth(WorkerRecord w) {
    return RecordBuilder.of(w).quarantine(true, w.quarantine()).build();
  }

  /** Kept out of new work by an operator since {@link #T0}. */
  public static WorkerRecord cordoned(WorkerRecord w) {
    return RecordBuilder.of(w).cordon(new Cordon("operator", "noisy fan", T0)).build();
  }
}
