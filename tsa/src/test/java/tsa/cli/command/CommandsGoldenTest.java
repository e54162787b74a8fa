package tsa.cli.command;

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
import tsa.cli.CliEnvironment;
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

  private CliRun assertGolden(String file, String... args) {
    return assertGolden(file, CliRun.piped(env, args), args);
  }

  private CliRun assertGoldenOnTerminal(String file, int width, String... args) {
    return assertGolden(file, CliRun.terminal(env, width, args), args);
  }

  private CliRun assertGolden(String file, CliRun run, String... args) {
    String shown =
        run.transcript(args).replace(":" + rig.port(), ":PORT").replace("\u001b", "<ESC>");
    Golden.assertMatches("cli/" + file + ".txt", shown);
    return run;
  }

  @Test
  void workers() {
    assertGolden("workers", "workers");
    assertGolden("workers-all-details-headers", "workers", "-d", "--all", "--print-table-headers");
    assertGolden("workers-json", "workers", "--json");
    assertGoldenOnTerminal("workers-terminal", 100, "workers");
    assertGoldenOnTerminal("workers-narrow", 40, "workers", "--all");
  }

  @Test
  void terminalsWithoutColour() {
    Map<String, String> plain = new HashMap<>(env);
    plain.put("NO_COLOR", "1");
    String[] args = {"workers"};
    assertGolden("workers-no-colour", CliRun.terminal(plain, 120, args), args);
  }

  @Test
  void chosenWorkers() {
    assertGolden("workers-state", "workers", "--state", "stalled,retired");
    assertGolden("workers-team", "workers", "--team", "team-b");
    assertGolden("workers-no-team", "workers", "--team", "none", "--tag", "ssd");
    assertGolden("workers-reason", "workers", "--reason", "land-requested", "--json");
    assertGolden("workers-none", "workers", "--state", "running", "--tag", "nosuch");
  }

  @Test
  void why() {
    assertGolden("why-running", "why", "-w", "alpha");
    assertGolden("why-stalled", "why", "-w", "bravo");
    assertGolden("why-retiring", "why", "-w", "charlie");
    assertGolden("why-landed", "why", "-w", "echo");
    assertGolden("why-retired", "why", "-w", "foxtrot");
    assertGolden("why-failing", "why", "-w", "golf");
    assertGolden("why-forgotten", "why", "-w", "hotel");
    assertGolden("why-json", "why", "-w", "golf", "--json");
    assertGoldenOnTerminal("why-terminal", 100, "why", "-w", "delta");
  }

  @Test
  void events() {
    assertGolden("events", "events", "-w", "charlie");
    assertGolden("events-page", "events", "-w", "charlie", "-n", "1");
    assertGolden("events-of-a-forgotten-one", "events", "-w", "hotel");
    assertGolden("events-json", "events", "-w", "hotel", "--json");
    assertGoldenOnTerminal("events-terminal", 90, "events", "-w", "charlie");
    assertGolden("events-of-all", "events", "-n", "3");
    assertGolden("events-since", "events", "-w", "charlie", "--since", "5");
    assertGoldenOnTerminal("events-of-all-terminal", 100, "events");
  }

  @Test
  void checksOfOld() {
    assertGolden("checks", "checks", "-w", "golf");
    assertGolden("checks-steps", "checks", "-w", "alpha", "--steps");
    assertGolden("checks-json", "checks", "-w", "golf", "-n", "1", "--json");
    assertGoldenOnTerminal("checks-terminal", 80, "checks", "-w", "golf");
    assertGolden("checks-unknown", "checks", "-w", "golg");
  }

  @Test
  void cordons() {
    assertGolden("cordon", "cordon", "-w", "alpha", "--reason", "noisy fan");
    assertGolden("cordon-again", "cordon", "-w", "alpha");
    assertGolden("cordon-refused", "cordon", "-w", "foxtrot");
    assertGolden("workers-cordoned", "workers", "--team", "none");
    assertGolden("why-cordoned", "why", "-w", "alpha");
    assertGolden("uncordon", "uncordon", "-w", "alpha", "--reason", "fan replaced");
    assertGolden("uncordon-json", "uncordon", "-w", "alpha", "--json");
  }

  @Test
  void dryRuns() {
    assertGolden("prune-dry", "prune-worker", "-w", "bravo", "--dry-run");
    assertGolden("prune-dry-all", "prune-worker", "--all-stalled", "--dry-run");
    assertGolden("prune-dry-json", "prune-worker", "-w", "bravo", "--dry-run", "--json");
    assertGolden("prune-dry-refused", "prune-worker", "-w", "golf", "--dry-run");
  }

  @Test
  void people() {
    assertGolden("status", "status");
    assertGolden("userinfo", "userinfo");
    assertGolden("userinfo-json", "userinfo", "--json");
    assertGolden("logout-user", "logout-user", "mary");
    assertGolden("logout-user-json", "logout-user", "no body", "--json");
  }

  @Test
  void fleet() {
    assertGolden("fleet", "fleet");
    assertGolden("fleet-json", "fleet", "--json");
    assertGoldenOnTerminal("fleet-terminal", 100, "fleet");
  }

  @Test
  void names() {
    assertGolden("names", "names", "workers");
  }

  @Test
  void checks() {
    rig.registrations().check("alpha", CompletableFuture.completedFuture(ApiRig.healthyCheck()));
    rig.registrations().check("golf", CompletableFuture.completedFuture(ApiRig.failingCheck()));
    assertThat(assertGolden("check-healthy", "check-worker", "-w", "alpha").status()).isZero();
    assertThat(assertGolden("check-failing", "check-worker", "-w", "golf").status()).isEqualTo(1);
    assertThat(assertGolden("check-json", "check-worker", "-w", "golf", "--json").status())
        .isEqualTo(1);
    assertThat(assertGolden("check-elsewhere", "check-worker", "-w", "charlie").status())
        .isEqualTo(1);
  }

  @Test
  void requests() {
    assertGolden("land", "land-worker", "-w", "alpha", "--reason", "kernel update");
    assertGolden("land-again", "land-worker", "-w", "alpha");
    assertGolden("land-refused", "land-worker", "-w", "charlie");
    assertGolden("retire", "retire-worker", "-w", "golf", "--json");
    assertGolden("delete", "delete-worker", "-w", "golf", "--reason", "fire");
    assertGolden("prune-refused", "prune-worker", "-w", "golf2");
    assertGolden("prune-all", "prune-worker", "--all-stalled", "--reason", "clean-up");
    assertGolden("prune-none", "prune-worker", "-a");
    assertGolden("prune", "prune-worker", "-w", "foxtrot");
  }

  @Test
  void usage() {
    assertThat(assertGolden("usage-no-worker", "why").status()).isEqualTo(2);
    assertThat(assertGolden("usage-prune-nothing", "prune-worker").status()).isEqualTo(2);
    assertThat(assertGolden("usage-prune-both", "prune-worker", "-a", "-w", "x").status())
        .isEqualTo(2);
    assertThat(assertGolden("usage-drain-how", "drain", "-w", "x").status()).isEqualTo(2);
    assertThat(
            assertGolden("usage-drain-time", "drain", "-w", "x", "--land", "--deadline", "soon")
                .status())
        .isEqualTo(2);
    assertThat(assertGolden("usage-where", "workers", "-t", "a", "--api-url", "b").status())
        .isEqualTo(2);
    assertThat(assertGolden("usage-shell", "completion", "fish").status()).isEqualTo(2);
    assertThat(assertGolden("usage-bad-limit", "events", "-w", "x", "-n", "many").status())
        .isEqualTo(2);
  }

  /** A command that is added without its help being looked at fails here. */
  static Stream<String> commands() {
    CommandLine root = new CommandLine(CommandSpec.create().name("tsa"));
    OperatorCommands.addTo(root, CliEnvironment.ofProcess());
    return root.getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help(String command) {
    assertThat(assertGolden("help-" + command, command, "--help").status()).isZero();
  }
}
