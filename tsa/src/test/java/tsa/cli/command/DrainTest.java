package tsa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tsa.cli.Pause;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.control.port.WorkerStore;
import tsa.lifecycle.Drain;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.ApiRig;
import tsa.testing.Golden;
import tsa.testing.SwitchableStore;
import tsa.worker.Load;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** Draining a worker and waiting for it; what happens meanwhile, happens while it rests. */
class DrainTest {
  private static final Reason WORK_DONE = Reason.of(ReasonCode.DRAINED);
  private static final Reason CUT_OFF =
      Reason.of(
          ReasonCode.DRAIN_DEADLINE,
          "deadline",
          Duration.ofHours(1),
          "containers",
          2,
          "blockers",
          "build-7, build-8");

  private final ApiRig rig = new ApiRig();
  private final Map<String, String> env =
      Map.of("TSA_URL", "http://127.0.0.1:" + rig.port(), "TSA_TOKEN", ApiRig.ADMIN);

  @AfterEach
  void close() {
    rig.close();
  }

  private CliRun run(List<Runnable> meanwhile, String... args) {
    Deque<Runnable> steps = new ArrayDeque<>(meanwhile);
    Pause pause =
        (_, _) -> {
          if (steps.isEmpty()) {
            throw new InterruptedException();
          }
          steps.remove().run();
        };
    return CliRun.Seat.piped(env).withRest(pause).run(args);
  }

  private CliRun golden(String file, List<Runnable> meanwhile, String... args) {
    CliRun run = run(meanwhile, args);
    Golden.assertMatches(
        "cli/" + file + ".txt", run.transcript(args).replace(":" + rig.port(), ":PORT"));
    return run;
  }

  private void change(String name, UnaryOperator<RecordBuilder> how) {
    WorkerRecord before = rig.store().find(new WorkerName(name)).worker().orElseThrow();
    WorkerRecord after = how.apply(RecordBuilder.of(before).next()).build();
    assertThat(
            rig.store()
                .apply(new Change.Update(after, event(before, after.state(), after.reason()))))
        .isTrue();
  }

  private static Event event(WorkerRecord before, WorkerState to, Reason reason) {
    return new Event(
        before.name(),
        Event.Kind.STATE,
        before.state(),
        to,
        reason,
        Event.RULES,
        before.incarnation(),
        Objects.requireNonNull(before.gateway()));
  }

  private Runnable holds(String name, String... containers) {
    return () -> {
      WorkerName worker = new WorkerName(name);
      WorkerRecord record = rig.store().find(worker).worker().orElseThrow();
      Load load = new Load(containers.length, 3, 0, Arrays.asList(containers));
      rig.store()
          .heartbeat(
              List.of(new WorkerStore.ReceivedHeartbeat(worker, record.incarnation(), load)));
    };
  }

  private Runnable becomes(String name, WorkerState state, Reason reason) {
    return () -> change(name, record -> record.state(state, ApiRig.NOW, reason));
  }

  private Runnable forgotten(String name) {
    return () -> {
      WorkerRecord record = rig.store().find(new WorkerName(name)).worker().orElseThrow();
      Event gone =
          new Event(
              record.name(),
              Event.Kind.STATE,
              record.state(),
              null,
              Reason.of(ReasonCode.PRUNED, "by", "ann", "why", "gone"),
              "ann",
              record.incarnation(),
              Objects.requireNonNull(record.gateway()));
      rig.store().apply(new Change.Remove(record.name(), record.revision(), gone));
    };
  }

  @Test
  void withoutWaitingItOnlyAsks() {
    assertThat(golden("drain", List.of(), "drain", "-w", "alpha", "--land").status()).isZero();
    golden("drain-again", List.of(), "drain", "-w", "alpha", "--land", "--json");
    golden("drain-refused", List.of(), "drain", "-w", "charlie", "--land");
    golden("drain-too-long", List.of(), "drain", "-w", "golf", "--retire", "--deadline", "2h");
  }

  @Test
  void itTellsWhatHoldsItUpUntilTheWorkIsDone() {
    String[] args = {"drain", "-w", "alpha", "--land", "--wait", "--reason", "kernel update"};
    List<Runnable> meanwhile =
        List.of(
            holds("alpha", "build-7", "build-8"),
            holds("alpha", "build-7", "build-8"),
            holds("alpha", "build-8"),
            () -> rig.store().set(SwitchableStore.Mode.DOWN),
            () -> rig.store().set(SwitchableStore.Mode.WELL),
            becomes("alpha", WorkerState.LANDED, WORK_DONE));
    assertThat(golden("drain-wait", meanwhile, args).status()).isZero();
  }

  @Test
  void aDeadlineThatPassedIsAFailureThatNamesTheBlockers() {
    List<Runnable> meanwhile =
        List.of(
            holds("alpha", "build-7", "build-8"), becomes("alpha", WorkerState.RETIRED, CUT_OFF));
    String[] args = {"drain", "-w", "alpha", "--retire", "--wait", "--deadline", "30m"};
    assertThat(golden("drain-cut-off", meanwhile, args).status()).isEqualTo(1);
  }

  @Test
  void whoIsDeletedMeanwhileHasNotEndedItsWork() {
    Reason deleted = Reason.of(ReasonCode.DELETED, "by", "ann", "why", "gone");
    List<Runnable> meanwhile =
        List.of(holds("alpha", "build-7"), becomes("alpha", WorkerState.RETIRED, deleted));
    CliRun run = run(meanwhile, "drain", "-w", "alpha", "--retire", "--wait");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("'alpha' has retired: deleted by ann");
  }

  @Test
  void theResultAsJson() {
    List<Runnable> meanwhile =
        List.of(holds("alpha", "build-7"), becomes("alpha", WorkerState.RETIRED, WORK_DONE));
    String[] args = {"drain", "-w", "alpha", "--retire", "--wait", "--json"};
    assertThat(golden("drain-wait-json", meanwhile, args).status()).isZero();
  }

  @Test
  void aRuleThatDoesNotComeIsNotWaitedForForEver() {
    change(
        "delta",
        record ->
            record.drain(
                new Drain(
                    "ann",
                    "",
                    ApiRig.NOW.minus(Duration.ofHours(2)),
                    ApiRig.NOW.minus(Duration.ofHours(1)))));
    holds("delta", "build-7").run();
    String[] args = {"drain", "-w", "delta", "--land", "--wait"};
    assertThat(golden("drain-late", List.of(), args).status()).isEqualTo(1);
  }

  @Test
  void whatHappensBetweenTwoLooksIsReadFromTheHistory() {
    List<Runnable> back =
        List.of(
            holds("alpha"),
            () -> {
              becomes("alpha", WorkerState.LANDED, WORK_DONE).run();
              change(
                  "alpha",
                  record ->
                      record
                          .state(
                              WorkerState.RUNNING,
                              ApiRig.NOW,
                              Reason.of(ReasonCode.JOINED, "check", "x"))
                          .drain(null));
            });
    String[] land = {"drain", "-w", "alpha", "--land", "--wait"};
    assertThat(golden("drain-came-back", back, land).status()).isZero();
    List<Runnable> gone =
        List.of(
            holds("golf"),
            () -> {
              becomes("golf", WorkerState.RETIRED, WORK_DONE).run();
              forgotten("golf").run();
            });
    String[] retire = {"drain", "-w", "golf", "--retire", "--wait"};
    assertThat(golden("drain-forgotten", gone, retire).status()).isZero();
    String[] pruned = {"drain", "-w", "delta", "--land", "--wait"};
    assertThat(golden("drain-pruned", List.of(forgotten("delta")), pruned).status()).isEqualTo(1);
  }
}
