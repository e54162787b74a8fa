package tsa.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
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
  void chosenWorkers() {
    golden("workers-state", "workers", "--state", "stalled,retired");
    golden("workers-team", "workers", "--team", "team-b");
    golden("workers-no-team", "workers", "--team", "none", "--tag", "ssd");
    golden("workers-reason", "workers", "--reason", "land-requested", "--json");
    golden("workers-none", "workers", "--state", "running", "--tag", "nosuch");
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
    golden("events-of-all", "events", "-n", "3");
    golden("events-since", "events", "-w", "charlie", "--since", "5");
    onTerminal("events-of-all-terminal", 100, "events");
  }

  @Test
  void checksOfOld() {
    golden("checks", "checks", "-w", "golf");
    golden("checks-steps", "checks", "-w", "alpha", "--steps");
    golden("checks-json", "checks", "-w", "golf", "-n", "1", "--json");
    onTerminal("checks-terminal", 80, "checks", "-w", "golf");
    golden("checks-unknown", "checks", "-w", "golg");
  }

  @Test
  void cordons() {
    golden("cordon", "cordon", "-w", "alpha", "--reason", "noisy fan");
    golden("cordon-again", "cordon", "-w", "alpha");
    golden("cordon-refused", "cordon", "-w", "foxtrot");
    golden("workers-cordoned", "workers", "--team", "none");
    golden("why-cordoned", "why", "-w", "alpha");
    golden("uncordon", "uncordon", "-w", "alpha", "--reason", "fan replaced");
    golden("uncordon-json", "uncordon", "-w", "alpha", "--json");
  }

  @Test
  void dryRuns() {
    golden("prune-dry", "prune-worker", "-w", "bravo", "--dry-run");
    golden("prune-dry-all", "prune-worker", "--all-stalled", "--dry-run");
    golden("prune-dry-json", "prune-worker", "-w", "bravo", "--dry-run", "--json");
    golden("prune-dry-refused", "prune-worker", "-w", "golf", "--dry-run");
  }

  @Test
  void people() {
    golden("status", "status");
    golden("userinfo", "userinfo");
    golden("userinfo-json", "userinfo", "--json");
    golden("logout-user", "logout-user", "mary");
    golden("logout-user-json", "logout-user", "no body", "--json");
  }

  @Test
  void fleet() {
    golden("fleet", "fleet");
    golden("fleet-json", "fleet", "--json");
    onTerminal("fleet-terminal", 100, "fleet");
  }

  @Test
  void names() {
    golden("names", "names", "workers");
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
    assertThat(golden("usage-drain-how", "drain", "-w", "x").status()).isEqualTo(2);
    assertThat(
            golden("usage-drain-time", "drain", "-w", "x", "--land", "--deadline", "soon").status())
        .isEqualTo(2);
    assertThat(golden("usage-where", "workers", "-t", "a", "--api-url", "b").status()).isEqualTo(2);
    assertThat(golden("usage-shell", "completion", "fish").status()).isEqualTo(2);
    assertThat(golden("usage-bad-limit", "events", "-w", "x", "-n", "many").status()).isEqualTo(2);
  }

  /** A command that is added without its help being looked at fails here. */
  static Stream<String> commands() {
    CommandLine root = new CommandLine(CommandSpec.create().name("tsa"));
    OperatorCommands.addTo(root, Surroundings.ofProcess());
    return root.getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help(String command) {
    assertThat(golden("help-" + command, command, "--help").status()).isZero();
  }
}
