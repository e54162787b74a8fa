package tsa.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tsa.testing.Golden;
import tsa.testing.ProgramRun;

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

  private static void assertGolden(String file, ProgramRun run) {
    String errors = run.err().isEmpty() ? "" : "--- stderr\n" + run.err();
    Golden.assertMatches(
        "simulate-policy/" + file + ".txt",
        run.out() + errors + "--- exit %d\n".formatted(run.status()));
  }

  @Test
  void aDayOfAFleet() {
    assertGolden("a-day", run("a-day.yml"));
    assertThat(run("a-day.yml")).isEqualTo(run("a-day.yml"));
  }

  @Test
  void aMassFailureRetiresNobody() {
    ProgramRun run = run("mass-failure.yml");
    assertGolden("mass-failure", run);
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
  void aClockThatJumpsChangesNothing() {
    ProgramRun run = run("clock.yml");
    assertGolden("clock", run);
    assertThat(run.out()).doesNotContain("stalled").contains("6 running");
  }

  private static ProgramRun replay(List<String> histories, String... options) {
    List<String> args = new ArrayList<>(List.of("simulate-policy"));
    histories.forEach(file -> args.add("--history=src/test/resources/histories/" + file));
    args.addAll(List.of(options));
    return ProgramRun.of(args.toArray(String[]::new));
  }

  @Test
  void aRecordedHistoryIsReplayedBesideItself() {
    List<String> both = List.of("w-2.events.json", "w-2.checks.json");
    ProgramRun usual = replay(both, "--others=8");
    assertGolden("replay", usual);
    assertThat(usual.out())
        .contains("recorded   w-2  running -> retiring", "simulated  w-2  running -> retiring");
    assertThat(replay(both, "--others=8", "--check-failures=30").out())
        .contains("recorded   w-2  running -> retiring")
        .doesNotContain("simulated  w-2  running -> retiring");
    assertThat(replay(both).out())
        .as("without the others it is the last healthy worker")
        .doesNotContain("simulated  w-2  running -> retiring");
    assertGolden("replay-without-checks", replay(List.of("w-2.events.json"), "--others=8"));
  }

  @Test
  void badHistoriesAreRefused() {
    assertGolden("history-empty", replay(List.of("empty.json")));
    assertGolden("history-other", replay(List.of("other.json")));
    assertGolden("history-bad-name", replay(List.of("bad-name.json")));
    assertGolden("history-missing", replay(List.of("missing.json")));
    assertGolden(
        "history-and-scenario", replay(List.of("w-2.events.json"), SCENARIOS + "a-day.yml"));
    assertGolden("no-source", replay(List.of()));
    assertGolden("too-many-others", replay(List.of("w-2.events.json"), "--others=5000"));
  }

  @Test
  void badInputSaysWhatIsWrong() {
    assertGolden("clock-nowhere", run("clock-nowhere.yml"));
    assertGolden("unknown-key", run("unknown-key.yml"));
    assertGolden("unknown-worker", run("unknown-worker.yml"));
    assertGolden("bad-word", run("bad-word.yml"));
    assertGolden("nobody", run("nobody.yml"));
    assertGolden("missing", run("missing.yml"));
    assertGolden("bad-policy", run("a-day.yml", "--fleet-brake-percent", "120"));
  }
}
