package tsa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tsa.cli.Pause;
import tsa.testing.ApiRig;
import tsa.testing.Golden;
import tsa.testing.Patience;
import tsa.testing.SwitchableStore;

/** Workers that are looked at again and again, until Ctrl-C. */
class WatchTest {
  private static final Duration BETWEEN_TWO_LOOKS = Duration.ofMillis(200);

  /** For longer than the gateway answers with the list that it read for somebody else. */
  private static final Duration SHARED = Duration.ofSeconds(2);

  private final ApiRig rig = new ApiRig();
  private final Map<String, String> env =
      Map.of("TSA_URL", "http://127.0.0.1:" + rig.port(), "TSA_TOKEN", ApiRig.ADMIN);

  @AfterEach
  void close() {
    rig.close();
  }

  private Pause steps(List<Runnable> meanwhile) {
    Deque<Runnable> left = new ArrayDeque<>(meanwhile);
    return (_, longest) -> {
      if (longest.equals(BETWEEN_TWO_LOOKS)) {
        return;
      }
      if (left.isEmpty()) {
        throw new InterruptedException();
      }
      rig.pass(SHARED);
      left.remove().run();
    };
  }

  private Runnable operator(String... args) {
    return () -> assertThat(CliRun.piped(env, args).status()).isZero();
  }

  private CliRun golden(String file, CliRun.Seat seat, String... args) {
    CliRun run = seat.run(args);
    String shown =
        run.transcript(args).replace(":" + rig.port(), ":PORT").replace("\u001b", "<ESC>");
    Golden.assertMatches("cli/" + file + ".txt", shown);
    assertThat(Thread.interrupted()).as("Ctrl-C is passed on").isTrue();
    return run;
  }

  private List<Runnable> anHour() {
    return List.of(
        () -> {},
        operator("cordon", "-w", "alpha"),
        () -> rig.store().set(SwitchableStore.Mode.DOWN),
        () -> rig.store().set(SwitchableStore.Mode.WELL),
        operator("prune-worker", "-w", "bravo"));
  }

  @Test
  void inAPipeWhatChangedIsAppended() {
    CliRun.Seat seat = CliRun.Seat.piped(env).withRest(steps(anHour()));
    assertThat(golden("watch", seat, "workers", "--watch").status()).isZero();
    CliRun.Seat json = CliRun.Seat.piped(env).withRest(steps(List.of(() -> {})));
    CliRun run = json.run("workers", "--watch", "5s", "--json", "--state", "retiring");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.out().lines()).singleElement().asString().contains("\"charlie\"");
  }

  @Test
  void onATerminalItIsDrawnOverTheLastPicture() {
    CliRun.Seat seat = CliRun.Seat.piped(env).onTerminal(90).withRest(steps(anHour()));
    assertThat(golden("watch-terminal", seat, "workers", "--watch", "--all").status()).isZero();
  }

  @Test
  void aFirstLookThatFailsIsAMistakeOfTheOperator() {
    rig.store().set(SwitchableStore.Mode.DOWN);
    CliRun run = CliRun.Seat.piped(env).withRest(steps(List.of())).run("workers", "--watch");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("error: the database does not answer; try again\n");
  }

  @Test
  void aChangeIsToldByTheGateway() {
    Semaphore looks = new Semaphore(0);
    Pause pause =
        (changed, longest) -> {
          if (longest.equals(BETWEEN_TWO_LOOKS)) {
            return;
          }
          looks.release();
          if (looks.availablePermits() == 1) {
            operator("cordon", "-w", "golf").run();
          } else {
            throw new InterruptedException();
          }
          Patience.acquire(changed);
        };
    CliRun run =
        CliRun.Seat.piped(env)
            .withRest(pause)
            .run("workers", "--watch", "1h", "--state", "running");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(run.out().lines().filter(line -> line.startsWith("golf"))).hasSize(2);
  }
}
