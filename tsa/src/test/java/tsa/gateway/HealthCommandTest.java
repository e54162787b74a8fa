package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.gateway.command.HealthCommand;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.WorkerHealth;
import tsa.worker.WorkerState;

/** What {@code worker-health} tells a supervisor. */
class HealthCommandTest {
  @TempDir private Path folder;
  private GatewayRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource({
    "RUNNING, 0, fit, fit",
    "STALLED, 3, unknown, waiting-for-heartbeat",
    "LANDING, 5, out-of-service, draining",
    "LANDED, 5, out-of-service, landed-waiting",
    "RETIRED, 5, out-of-service, record-kept",
  })
  void theStatusIsThatOfTheVerdict(WorkerState state, int status, String word, String reason)
      throws Exception {
    rig.store.put("w", null, state);
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.run("worker-health --name w", "");
      assertThat(run.status()).isEqualTo(status);
      assertThat(run.out())
          .startsWith(
              "{\"worker\":\"w\",\"health\":\"" + word + "\",\"reason\":\"" + reason + "\",")
          .endsWith("}\n")
          .hasLineCount(1);
      assertThat(run.err()).isEmpty();
      assertThat(client.run("worker-health", "{\"name\":\"w\"}").status()).isEqualTo(status);
    }
  }

  @Test
  void onlyWhatTheRulesFoundBrokenIsUnfit() throws Exception {
    rig.store.put(SampleWorkers.forHealth(SampleWorkers.in(WorkerState.RETIRING)));
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.run("worker-health --name=w", "");
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.out()).contains("\"unfit\"", "retired-broken");
      rig.store.put(SampleWorkers.forHealth(SampleWorkers.in(WorkerState.RETIRED)));
      run = client.run("worker-health --name=w", "");
      assertThat(run.status()).isEqualTo(7);
      assertThat(run.out()).contains("\"quarantined\"", "retired-broken");
      rig.store.put(
          SampleWorkers.failing(
              SampleWorkers.in(WorkerState.RUNNING), 1, SampleWorkers.T0, SampleWorkers.T0));
      run = client.run("worker-health --name=w", "");
      assertThat(run.status()).isEqualTo(4);
      assertThat(run.out()).contains("\"suspect\"", "\"failing\"");
    }
  }

  @Test
  void aStoreThatDoesNotAnswerIsNoFaultOfTheWorker() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    rig.store.failures.set(1_000);
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.run("worker-health --name w", "");
      assertThat(run.status()).isEqualTo(3);
      assertThat(run.out()).contains("\"unknown\"", "database does not answer");
    }
  }

  /**
   * Else whoever holds a key of any team finds out the names of all
   * (docs/decisions/0012-other-teams-are-not-there.md).
   */
  @ParameterizedTest
  @ValueSource(strings = {"theirs", "shared"})
  void workersOfOtherTeamsAnswerLikeUnknownNames(String name) throws Exception {
    rig.store.put("theirs", "b", WorkerState.RUNNING);
    rig.store.put("shared", null, WorkerState.RUNNING);
    rig.store.put("ours", "a", WorkerState.RUNNING);
    try (RawClient client = rig.client(TestKeys.TEAM_A)) {
      RawClient.Run absent = client.run("worker-health --name nobody", "");
      assertThat(absent.status()).isEqualTo(6);
      assertThat(absent.out()).contains("\"absent\"", "not-known");
      RawClient.Run foreign = client.run("worker-health --name " + name, "");
      assertThat(foreign.status()).isEqualTo(6);
      assertThat(foreign.out()).isEqualTo(absent.out().replace("nobody", name));
      assertThat(foreign.err()).isEqualTo(absent.err());
      assertThat(client.run("worker-health --name ours", "").status()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "worker-health --name, needs",
    "worker-health w, takes no",
    "worker-health --name a/b, contains"
  })
  void badFlagsAreRefused(String line, String why) throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.run(line, "");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains(why);
    }
  }

  /** The table is what operators write their supervisors by. */
  @Test
  void theDocsHaveEveryStatus() throws Exception {
    String doc = Files.readString(Path.of("..", "docs", "worker-health.md"));
    for (WorkerHealth.HealthStatus status : WorkerHealth.HealthStatus.values()) {
      assertThat(doc)
          .contains("| " + HealthCommand.status(status) + " | `" + status.word() + "` |");
    }
    assertThat(Arrays.stream(WorkerHealth.HealthStatus.values()).map(HealthCommand::status))
        .doesNotHaveDuplicates()
        .doesNotContain(1, 255);
  }
}
