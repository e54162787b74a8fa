package tsa;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tsa.testing.Golden;

/** What an operator sees who tries a policy on a scenario. */
class SimulatePolicyTest {
  private static final String SCENARIOS = "src/test/resources/scenarios/";

  private static ProgramRun run(String scenario, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "simulate-policy";
    System.arraycopy(options, 0, args, 1, options.length);
    args[args.length - 1] = SCENARIOS + scenario;
    return ProgramRun.of(args);
  }

  private static void golden(String file, ProgramRun run) {
    String errors = run.err().isEmpty() ? "" : "--- stderr\n" + run.err();
    Golden.check(
        "simulate-policy/" + file + ".txt",
        run.out() + errors + "--- exit %d\n".formatted(run.status()));
  }

  @Test
  void aDayOfAFleet() {
    golden("a-day", run("a-day.yml"));
    assertThat(run("a-day.yml")).isEqualTo(run("a-day.yml"));
  }

  @Test
  void aMassFailureRetiresNobody() {
    ProgramRun run = run("mass-failure.yml");
    golden("mass-failure", run);
    assertThat(run.out()).doesNotContain("-> retiring");
  }

  @Test
  void anotherPolicyTellsAnotherStory() {
    String patient = SCENARIOS + "patient.yml";
    assertThat(run("a-day.yml").out()).contains("w-2  running -> retiring");
    assertThat(run("a-day.yml", "--config", patient).out())
        .doesNotContain("w-2  running -> retiring");
    assertThat(run("a-day.yml", "--check-failures", "300").out())
        .doesNotContain("w-2  running -> retiring");
  }

  @Test
  void badInputSaysWhatIsWrong() {
    golden("unknown-key", run("unknown-key.yml"));
    golden("unknown-worker", run("unknown-worker.yml"));
    golden("bad-word", run("bad-word.yml"));
    golden("nobody", run("nobody.yml"));
    golden("missing", run("missing.yml"));
    golden("bad-policy", run("a-day.yml", "--fleet-brake-percent", "120"));
  }
}
