package tsa.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.testing.Patience.get;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.SimulatedWorker;
import tsa.testing.FlyClient;

/** The ways of a worker through the whole service, on real parts. */
class ServiceTest {
  private static final String LANDED_BY_TEST =
      "select count(*) from worker_events"
          + " where worker = 'flown' and actor = 'test (main)' and to_state = 'landing'";
  private static final String JOINED = "null -> running: joined";

  @TempDir static Path folder;

  private static ServiceRig rig;

  /** One that nothing is done to: the rest must never harm it. */
  private static SimulatedWorker steady;

  @BeforeAll
  static void start() throws Exception {
    rig = ServiceRig.start(folder, "--add-local-user=test:p,q:r", "--main-team-local-user=test");
    steady = rig.fleet().join("steady");
    rig.fleet().join("steady-too");
    rig.awaitState("steady", "running");
    rig.awaitState("steady-too", "running");
  }

  @AfterAll
  static void stop() throws Exception {
    try (ServiceRig closed = rig) {
      closed.awaitNothingLeft();
      assertThat(steady.exited()).isNotDone();
      assertThat(closed.rest().changes("steady")).containsExactly(JOINED);
    }
  }

  private static SimulatedWorker joined(String name) {
    SimulatedWorker worker = rig.fleet().join(name);
    rig.awaitState(name, "running");
    return worker;
  }

  private static int exitCode(SimulatedWorker worker) throws Exception {
    return get(worker.exited());
  }

  @Test
  void joinsAfterADeepCheckAndIsCheckedAgain() throws Exception {
    SimulatedWorker worker = rig.fleet().join("newcomer");
    rig.awaitState("newcomer", "running");

    assertThat(rig.rest().changes("newcomer")).containsExactly(JOINED);
    assertThat(rig.rest().verdict("newcomer")).isEqualTo("healthy");
    assertThat(worker.servers().counters().containersCreated()).isPositive();
    assertThat(worker.servers().counters().volumesCreated()).isPositive();
    ShortTimes.eventually(
        "it is checked again",
        () ->
            rig.rows()
                    .number(
                        "select count(*) from checks where worker = 'newcomer'"
                            + " and kind = 'periodic' and verdict = 'healthy'")
                >= 1);
  }

  @Test
  void landsWhenAnOperatorAsks() throws Exception {
    SimulatedWorker worker = joined("lander");

    rig.rest().ask("lander", "land");

    assertThat(exitCode(worker)).isZero();
    rig.awaitState("lander", "landed");
    assertThat(rig.rest().changes("lander"))
        .containsExactly(
            JOINED, "running -> landing: land-requested", "landing -> landed: drained");
    assertThat(rig.rest().get("/api/v1/workers").body()).contains("\"lander\"");
  }

  @Test
  void obeysSomebodyWhoLoggedInAndNobodyWhoLoggedOut() throws Exception {
    SimulatedWorker worker = joined("flown");
    FlyClient fly = new FlyClient(rig.service().apiPort(), "8.2.5");

    fly.login("test", "p,q:r", "main");
    assertThat(fly.workers()).contains("steady running", "flown running");
    assertThat(fly.land("flown")).isEqualTo("landed 'flown'");
    assertThat(exitCode(worker)).isZero();
    rig.awaitState("flown", "landed");
    assertThat(rig.rows().number(LANDED_BY_TEST)).isEqualTo(1);

    assertThat(rig.rows().number("select count(*) from access_tokens")).isEqualTo(1);
    fly.logout();
    assertThat(rig.rows().number("select count(*) from access_tokens")).isZero();
    assertThatThrownBy(() -> fly.land("steady")).hasMessageStartingWith("not authorized");
    assertThatThrownBy(() -> fly.login("test", "p,q", "main"))
        .hasMessageContaining("Invalid username or password");
  }

  @Test
  void retiresWhenAnOperatorAsksAndLeavesATombstone() throws Exception {
    SimulatedWorker worker = joined("retiree");

    rig.rest().ask("retiree", "retire");

    assertThat(exitCode(worker)).isZero();
    rig.awaitState("retiree", "retired");
    assertThat(rig.rest().get("/api/v1/workers").body()).doesNotContain("\"retiree\"");
  }

  @Test
  void stallsWhileItsNetworkIsGoneAndComesBack() throws Exception {
    SimulatedWorker worker = joined("islander");

    worker.link().freeze();
    rig.awaitState("islander", "stalled");
    worker.link().thaw();
    rig.awaitState("islander", "running");

    assertThat(worker.exited()).isNotDone();
    assertThat(rig.rest().changes("islander"))
        .containsExactly(JOINED, "running -> stalled: unreachable", "stalled -> running: reached");
  }

  @Test
  void retiresABrokenOneWhichThenFails() throws Exception {
    SimulatedWorker worker = joined("broken");

    worker.servers().faults().set(Fault.READ_ONLY_DISK);

    assertThat(exitCode(worker)).isEqualTo(1);
    rig.awaitState("broken", "retired");
    assertThat(rig.rest().changes("broken"))
        .containsExactly(
            JOINED, "running -> retiring: checks-failed", "retiring -> retired: drained");
    assertThat(rig.fleet().diary("broken").told())
        .as("what its own log says in the end")
        .anySatisfy(line -> assertThat(line).contains("create-volume"));
  }

  @Test
  void forgetsAnEphemeralOneThatIsGone() throws Exception {
    SimulatedWorker worker = rig.fleet().join("mayfly", true);
    rig.awaitState("mayfly", "running");

    worker.close();
    rig.awaitState("mayfly", "absent");

    assertThat(rig.rest().changes("mayfly"))
        .containsExactly(
            JOINED, "running -> stalled: unreachable", "stalled -> null: ephemeral-gone");
  }
}
