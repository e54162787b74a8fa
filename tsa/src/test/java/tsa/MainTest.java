package tsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.serve.Version;
import tsa.testing.Golden;
import tsa.testing.ProgramRun;

/** The program's own words: help, version, and what it says to a wrong command line. */
class MainTest {
  private static ProgramRun golden(String file, String... args) {
    ProgramRun run = ProgramRun.of(args);
    String errors = run.err().isEmpty() ? "" : "--- stderr\n" + run.err();
    Golden.assertMatches(
        "main/" + file + ".txt",
        "$ tsa %s\n%s%s--- exit %d\n"
            .formatted(String.join(" ", args), run.out(), errors, run.status()));
    return run;
  }

  @Test
  void helpOfTheProgram() {
    assertThat(golden("help", "--help").status()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "serve",
        "demo",
        "simulate-workers",
        "simulate-policy",
        "load",
        "workers",
        "why",
        "events",
        "check-worker",
        "land-worker",
        "retire-worker",
        "prune-worker",
        "delete-worker"
      })
  void helpOfACommand(String command) {
    ProgramRun run = golden("help-" + command, command, "--help");

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).as("everything fits on a terminal").matches("(?s)(.{0,80}\n)*");
    assertThat(ProgramRun.of("--help").out()).contains("  " + command + " ");
  }

  @Test
  void helpByWordIsTheSame() {
    assertThat(ProgramRun.of("help", "serve")).isEqualTo(ProgramRun.of("serve", "--help"));
  }

  @Test
  void version() {
    ProgramRun run = ProgramRun.of("--version");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("tsa " + Version.text() + "\n").contains("Java ");
    assertThat(Version.text()).matches("\\d+\\.\\d+\\.\\d+.*");
  }

  @Test
  void wrongUse() {
    assertThat(golden("usage-no-command").status()).isEqualTo(2);
    assertThat(golden("usage-unknown-command", "serv").status()).isEqualTo(2);
    assertThat(golden("usage-unknown-flag", "serve", "--stall-afte", "90s").status()).isEqualTo(2);
    assertThat(golden("usage-simulate-no-key", "simulate-workers").status()).isEqualTo(2);
  }

  @Test
  void wrongUseOfTheSimulator() {
    String[] key = {"simulate-workers", "--tsa-worker-private-key", "/nowhere/key"};

    ProgramRun run = ProgramRun.of(key);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("/nowhere/key").doesNotContain("\tat ");
  }

  @Test
  void theEnvironmentOfTheServiceIsNothingToOtherCommands() {
    ProgramRun run = ProgramRun.of(Map.of("CONCOURSE_CONFIG", "/nowhere"), "workers", "--help");

    assertThat(run.status()).isZero();
  }
}
