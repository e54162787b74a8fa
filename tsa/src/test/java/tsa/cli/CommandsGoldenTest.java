package tsa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.ApiRig;
import tsa.testing.Golden;

/** What every command prints, held against golden files. */
class CommandsGoldenTest {
  private final ApiRig rig = new ApiRig();
  private final Map<String, String> env =
      Map.of("TSA_URL", "http://127.0.0.1:" + rig.port(), "TSA_TOKEN", ApiRig.ADMIN);

  @AfterEach
  void close() {
    rig.close();
  }

  private CliRun golden(String file, String... args) {
    return golden(file, CliRun.piped(env, args), args);
  }

  private CliRun onTerminal(String file, int width, String... args) {
    return golden(file, CliRun.terminal(env, width, args), args);
  }

  private CliRun golden(String file, CliRun run, String... args) {
    String shown =
        run.transcript(args).replace(":" + rig.port(), ":PORT").replace("\u001b", "<ESC>");
    Golden.check("cli/" + file + ".txt", shown);
    return run;
  }

  @Test
  void workers() {
    golden("workers", "workers");
    golden("workers-all-details-headers", "workers", "-d", "--all", "--print-table-headers");
    golden("workers-json", "workers", "--json");
    onTerminal("workers-terminal", 100, "workers");
    onTerminal("workers-narrow", 40, "workers", "--all");
  }

  @Test
  void terminalsWithoutColour() {
    Map<String, String> plain = new HashMap<>(env);
    plain.put("NO_COLOR", "1");
    String[] args = {"workers"};
    golden("workers-no-colour", CliRun.terminal(plain, 120, args), args);
  }

  @Test
  void why() {
    golden("why-running", "why", "-w", "alpha");
    golden("why-stalled", "why", "-w", "bravo");
    golden("why-retiring", "why", "-w", "charlie");
    golden("why-landed", "why", "-w", "echo");
    golden("why-retired", "why", "-w", "foxtrot");
    golden("why-failing", "why", "-w", "golf");
    golden("why-forgotten", "why", "-w", "hotel");
    golden("why-json", "why", "-w", "golf", "--json");
    onTerminal("why-terminal", 100, "why", "-w", "delta");
  }

  @Test
  void events() {
    golden("events", "events", "-w", "charlie");
    golden("events-page", "events", "-w", "charlie", "-n", "1");
    golden("events-of-a-forgotten-one", "events", "-w", "hotel");
    golden("events-json", "events", "-w", "hotel", "--json");
    onTerminal("events-terminal", 90, "events", "-w", "charlie");
  }

  @Test
  void checks() {
    rig.registrations().check("alpha", CompletableFuture.completedFuture(ApiRig.healthyCheck()));
    rig.registrations().check("golf", CompletableFuture.completedFuture(ApiRig.failingCheck()));
    assertThat(golden("check-healthy", "check-worker", "-w", "alpha").status()).isZero();
    assertThat(golden("check-failing", "check-worker", "-w", "golf").status()).isEqualTo(1);
    assertThat(golden("check-json", "check-worker", "-w", "golf", "--json").status()).isEqualTo(1);
    assertThat(golden("check-elsewhere", "check-worker", "-w", "charlie").status()).isEqualTo(1);
  }

  @Test
  void requests() {
    golden("land", "land-worker", "-w", "alpha", "--reason", "kernel update");
    golden("land-again", "land-worker", "-w", "alpha");
    golden("land-refused", "land-worker", "-w", "charlie");
    golden("retire", "retire-worker", "-w", "golf", "--json");
    golden("delete", "delete-worker", "-w", "golf", "--reason", "fire");
    golden("prune-refused", "prune-worker", "-w", "golf2");
    golden("prune-all", "prune-worker", "--all-stalled", "--reason", "clean-up");
    golden("prune-none", "prune-worker", "-a");
    golden("prune", "prune-worker", "-w", "foxtrot");
  }

  @Test
  void usage() {
    assertThat(golden("usage-no-worker", "why").status()).isEqualTo(2);
    assertThat(golden("usage-prune-nothing", "prune-worker").status()).isEqualTo(2);
    assertThat(golden("usage-prune-both", "prune-worker", "-a", "-w", "x").status()).isEqualTo(2);
    assertThat(golden("usage-bad-limit", "events", "-w", "x", "-n", "many").status()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "workers",
        "why",
        "events",
        "check-worker",
        "land-worker",
        "retire-worker",
        "prune-worker",
        "delete-worker"
      })
  void help(String command) {
    assertThat(golden("help-" + command, command, "--help").status()).isZero();
  }
}
