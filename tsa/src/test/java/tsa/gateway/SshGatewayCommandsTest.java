package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.control.port.MetricsRecorder;
import tsa.testing.Patience;
import tsa.worker.CheckHandle;
import tsa.worker.ObjectKind;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * Each command's exit status and output, by the table in docs/protocol/registration.md#commands.
 */
class SshGatewayCommandsTest {
  private static final String W = "{\"name\":\"w\"}";

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

  private RawClient.Run run(KeyPair key, String line, String stdin) throws Exception {
    try (RawClient client = rig.client(key)) {
      RawClient.Run run = client.run(line, stdin);
      run.status();
      return run;
    }
  }

  private RawClient.Run run(String line, String stdin) throws Exception {
    return run(TestKeys.GLOBAL, line, stdin);
  }

  @Test
  void whatBecomesOfConnectionsIsCounted() throws Exception {
    assertThatThrownBy(() -> rig.client(TestKeys.STRANGER)).isInstanceOf(IOException.class);
    run("sweep-containers", W);
    eventually().until(() -> rig.handshakes.of(MetricsRecorder.Handshake.REFUSED) == 1);
    assertThat(rig.handshakes.of(MetricsRecorder.Handshake.LET_IN)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "land-worker,   RUNNING,  0, LANDING",
    "land-worker,   STALLED,  0, LANDING",
    "land-worker,   LANDING,  0, LANDING",
    "land-worker,   LANDED,   0, LANDED",
    "land-worker,   RETIRING, 0, RETIRING",
    "land-worker,   RETIRED,  1, RETIRED",
    "retire-worker, RUNNING,  0, RETIRING",
    "retire-worker, LANDING,  0, RETIRING",
    "retire-worker, LANDED,   0, RETIRED",
    "retire-worker, RETIRING, 0, RETIRING",
    "retire-worker, RETIRED,  0, RETIRED",
    "delete-worker, RUNNING,  0, RETIRED",
    "delete-worker, RETIRED,  0, RETIRED",
  })
  void drainsEndAsTheWorkerExpects(String line, WorkerState before, int status, WorkerState after)
      throws Exception {
    rig.store.put("w", null, before);
    RawClient.Run run = run(line, W);
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(rig.store.state("w")).contains(after);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"land-worker, 1", "retire-worker, 0", "delete-worker, 0"})
  void anUnknownWorkerIsGoneButCannotLand(String line, int status) throws Exception {
    RawClient.Run run = run(line, W);
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.err()).contains("no worker of this name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"land-worker", "retire-worker", "delete-worker", "sweep-volumes"})
  void troubleInTheStoreNeverGetsAStatus(String line) throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    rig.store.failures.set(1_000);
    RawClient.Run run = run(line, W);
    assertThat(run.status()).isNull();
    assertThat(run.err()).contains("database");
  }

  @Test
  void aShortTroubleInTheStoreIsRiddenOut() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    rig.store.failures.set(3);
    assertThat(run("land-worker", W).status()).isZero();
    rig.store.conflicts.set(5);
    assertThat(run("retire-worker", W).status()).isZero();
    assertThat(rig.store.state("w")).contains(WorkerState.RETIRING);
  }

  @Test
  void whatTheStoreRefusesIsNotTriedAgain() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    rig.store.refuses = true;
    rig.store.failures.set(2);
    RawClient.Run run = run("land-worker", W);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("refuses");
    assertThat(rig.store.failures).hasValue(1);
  }

  @Test
  void contentionWithoutEndGetsNoStatus() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    rig.store.conflicts.set(1_000);
    assertThat(run("land-worker", W).status()).isNull();
    assertThat(rig.store.state("w")).contains(WorkerState.RUNNING);
  }

  @Test
  void aTeamKeyActsOnStoredWorkersOfItsTeamOnly() throws Exception {
    rig.store.put("ours", "a", WorkerState.RUNNING);
    rig.store.put("theirs", "b", WorkerState.RUNNING);
    rig.store.put("shared", null, WorkerState.RUNNING);
    // concourse land-worker sends a name and nothing else (B30)
    assertThat(run(TestKeys.TEAM_A, "land-worker", "{\"name\":\"ours\"}").status()).isZero();
    for (String foreign : List.of("theirs", "shared")) {
      RawClient.Run run =
          run(
              TestKeys.TEAM_A,
              "retire-worker",
              "{\"name\":\"" + foreign + "\",\"team\":\"a\"}"); // a lie about its team (B10)
      RawClient.Run unknown = run(TestKeys.TEAM_A, "retire-worker", "{\"name\":\"nobody\"}");
      assertThat(run.status()).isEqualTo(unknown.status());
      assertThat(run.err()).isEqualTo(unknown.err()).contains("no worker of this name");
      assertThat(rig.store.state(foreign)).contains(WorkerState.RUNNING);
    }
  }

  @Test
  void aTeamKeyCannotClaimAnotherTeam() throws Exception {
    rig.store.put("w", "b", WorkerState.RUNNING);
    RawClient.Run run = run(TestKeys.TEAM_A, "delete-worker", "{\"name\":\"w\",\"team\":\"b\"}");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("authorized for team 'a', but the worker is of team 'b'");
    assertThat(rig.store.state("w")).contains(WorkerState.RUNNING);
  }

  @Test
  void aGlobalKeyActsOnWorkersOfAnyTeam() throws Exception {
    rig.store.put("w", "b", WorkerState.RUNNING);
    assertThat(run("land-worker", "{\"name\":\"w\",\"team\":\"whatever\"}").status()).isZero();
  }

  @Test
  void deletingGoesOnDespiteASignal() throws Exception {
    rig.store.put("w", null, WorkerState.RETIRING);
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.begin("delete-worker");
      run.signal("INT");
      run.send(W);
      assertThat(run.status()).isZero();
    }
    assertThat(rig.store.state("w")).contains(WorkerState.RETIRED);
  }

  @Test
  void sweepsPrintOneJsonArray() throws Exception {
    rig.store.put("w", "a", WorkerState.RUNNING);
    assertThat(run("sweep-containers", W).out()).isEqualTo("[]\n");
    CheckHandle handle = CheckHandle.of(new UUID(1, 2));
    rig.store.overdue = List.of(handle);
    RawClient.Run run = run(TestKeys.TEAM_A, "sweep-volumes", W);
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("[\"" + handle + "\"]\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void sweepsAndReportsOfAWorkerThatWaitsToBeAdmittedAskNobody() throws Exception {
    rig.registrations.waiting.add(new WorkerName("w"));
    rig.store.put("w", null, WorkerState.RUNNING);
    rig.store.overdue = List.of(CheckHandle.of(new UUID(1, 2)));
    assertThat(run("sweep-containers", W).out()).isEqualTo("[]\n");
    assertThat(run("report-containers a b", W).status()).isZero();
    assertThat(rig.reports).isEmpty();
  }

  @Test
  void sweepsTellOtherTeamsNothing() throws Exception {
    rig.store.put("w", "b", WorkerState.RUNNING);
    rig.store.overdue = List.of(CheckHandle.of(new UUID(1, 2)));
    RawClient.Run run = run(TestKeys.TEAM_A, "sweep-volumes", W);
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo("[]\n");
  }

  @Test
  void reportsOfAnyLengthArrive() throws Exception {
    List<String> handles =
        IntStream.range(0, 5_400).mapToObj(i -> new UUID(i, i).toString()).toList();
    String line = "report-volumes " + String.join(" ", handles);
    assertThat(line.length()).isGreaterThan(199_000);
    assertThat(run(TestKeys.TEAM_A, line, W).status()).isZero();
    GatewayRig.ReceivedReport report = Patience.next(rig.reports);
    assertThat(report.handles()).isEqualTo(handles);
    assertThat(report.kind()).isEqualTo(ObjectKind.VOLUMES);
    assertThat(report.worker().value()).isEqualTo("w");
    assertThat(report.caller().team()).isEqualTo("a");
  }

  @Test
  void anEmptyReportIsAReport() throws Exception {
    assertThat(run("report-containers  ", W).status()).isZero();
    assertThat(Patience.next(rig.reports).handles()).isEmpty();
  }

  static List<List<String>> badInput() {
    String register = "forward-worker --garden a:1 --baggageclaim a:2";
    return List.of(
        List.of("land-worker", "", "stdin is empty"),
        List.of("land-worker", "   ", "stdin is empty"),
        List.of("land-worker", "null", "no JSON object"),
        List.of("land-worker", "[]", "no JSON object"),
        List.of("land-worker", "{\"name\"", "not JSON"),
        List.of("land-worker", "}", "not JSON"),
        List.of("land-worker", "{\"name\":5}", "name must be a string"),
        List.of("land-worker", "{}", "the worker name is empty"),
        List.of("sweep-containers", "{\"name\":\"\"}", "the worker name is empty"),
        List.of("report-volumes a", "{\"name\":\"a b\"}", "not allowed"),
        List.of("land-worker", "{\"name\":\"a/b\"}", "'/'"),
        List.of("land-worker", "{\"name\":\"" + "x".repeat(300) + "\"}", "300 characters"),
        List.of(register, "{\"name\":\"w\",\"version\":\"3.0-dev\"}", "version"),
        List.of(register, "{\"name\":\"w\",\"start_time\":\"now\"}", "start_time must be a whole"),
        List.of(register, "{\"name\":\"w\",\"start_time\":999999999999999999}", "out of range"),
        List.of(register, "{\"name\":\"w\",\"tags\":[1]}", "tags must be a string"),
        List.of(register, "{\"name\":\"w\",\"platform\":\"a\\u0000b\"}", "control character"),
        List.of("forward-worker", W, "needs --garden"),
        List.of("forward-worker --garden", W, "--garden needs"),
        List.of("forward-worker --garden x", W, "not ADDRESS:PORT"),
        List.of("forward-worker --garden a:1 --other b:2", W, "takes no '--other'"),
        List.of("land-worker now", W, "takes no 'now'"),
        List.of("reboot", W, "unknown command 'reboot'; there are forward-worker"),
        List.of("land-worker\u001b[2J", W, "\\u001b"));
  }

  @ParameterizedTest
  @MethodSource("badInput")
  void badInputIsRefusedWithAReason(List<String> input) throws Exception {
    RawClient.Run run = run(input.get(0), input.get(1));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains(input.get(2)).endsWith("\n");
    assertThat(run.out()).isEmpty();
    assertThat(rig.registrations.isQuiet()).isTrue();
  }

  @Test
  void anObjectThatNeverEndsIsCutOff() throws Exception {
    String endless =
        IntStream.range(0, 100_000)
            .mapToObj(i -> "\"key-" + i + "\":1")
            .collect(Collectors.joining(","));
    RawClient.Run run = run("land-worker", "{" + endless);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("larger than 1048576 bytes");
  }

  @Test
  void silenceOnStdinEndsInTime() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.begin("land-worker");
      run.send("{\"name\":");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .contains("within %ds".formatted(GatewayRig.LIMITS.input().stdinTimeout().toSeconds()));
    }
  }

  @Test
  void stdinNeedsNoEnd() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.begin("land-worker");
      run.send(W + " and more that nobody reads");
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void aShellIsToldThatThereIsNone() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      ChannelShell shell = client.session.createShellChannel();
      shell.setUsePty(true);
      RawClient.Run run = client.begin(shell);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("there is no shell").contains("sweep-volumes");
    }
  }

  @Test
  void tooManyCommandsAtOnceAreRefused() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      List<RawClient.Run> runs =
          IntStream.range(0, GatewayRig.LIMITS.input().maxCommands())
              .mapToObj(i -> begin(client))
              .toList();
      RawClient.Run refused = begin(client);
      assertThat(refused.status()).isNull();
      assertThat(runs).noneMatch(RawClient.Run::isOver);
    }
  }

  private static RawClient.Run begin(RawClient client) {
    try {
      return client.begin("land-worker");
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Each would keep the input of a command that never comes. */
  @Test
  void tooManySessionsWithoutACommandAreRefused() throws Exception {
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      List<ChannelSubsystem> open = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (int i = 0; i <= 16; i++) {
                  ChannelSubsystem channel = client.session.createSubsystemChannel("none");
                  open.add(channel);
                  channel.open().verify(Patience.LIMIT);
                }
              })
          .hasMessageContaining("opening channel: 16");
      assertThat(open).hasSize(17);
      assertThat(client.session.isOpen()).isTrue();
    }
  }
}
