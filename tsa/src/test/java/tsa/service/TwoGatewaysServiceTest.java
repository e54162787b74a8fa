package tsa.service;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.get;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.SimulatedWorker;

/** Two gateways on one database: one in this process, the other a process that is killed. */
class TwoGatewaysServiceTest {
  /** More than half of the fleet, or the freeze would hold the stalling of the rest. */
  private static final List<String> ROAMERS = List.of("roamer-1", "roamer-2", "roamer-3");

  @TempDir Path folder;

  @Test
  void eachServesTheWorkersOfBothAndOutlivesTheOther() throws Exception {
    try (ServiceRig here = ServiceRig.start(folder.resolve("here"));
        ServiceProcess there = other(here.workDir());
        SimulatedFleet tied = fleet(here, there.sshPort());
        SimulatedFleet free = fleet(here, there.sshPort(), here.service().sshPort())) {
      SimulatedWorker lander = tied.join("lander");
      tied.join("islander");
      tied.join("sick");
      ROAMERS.forEach(free::join);
      for (String name :
          List.of("lander", "islander", "sick", "roamer-1", "roamer-2", "roamer-3")) {
        here.awaitState(name, "running");
      }
      assertLandsThroughTheOther(here, lander);
      assertRetiresOnce(here, there, tied);
      String dead =
          here.rows().column("select gateway_id from workers where name = 'islander'").getFirst();
      there.kill();
      assertOutlives(here, dead);
    }
  }

  /** The other gateway, with the same keys, on the database of this one. */
  private ServiceProcess other(Path work) throws Exception {
    String port = Files.readString(work.resolve("postgres.port")).strip();
    String password = Files.readString(work.resolve("postgres.password")).strip();
    return ServiceProcess.start(
        Files.createDirectories(folder.resolve("there")),
        0,
        0,
        "--postgres-host=127.0.0.1",
        "--postgres-port=" + port,
        "--postgres-user=tsa",
        "--postgres-password=" + password,
        "--postgres-database=tsa",
        "--tsa-host-key=" + work.resolve("host_key"),
        "--tsa-authorized-keys=" + work.resolve("worker_key.pub"));
  }

  private static SimulatedFleet fleet(ServiceRig here, Integer... ports) throws Exception {
    KeyPair key = PrivateKeyFile.load(here.workDir().resolve("worker_key"));
    return new SimulatedFleet(List.of(ports), key);
  }

  private static void assertLandsThroughTheOther(ServiceRig here, SimulatedWorker lander)
      throws Exception {
    here.rest().ask("lander", "land");
    assertThat(get(lander.exited())).isZero();
    here.awaitState("lander", "landed");
  }

  /** Both evaluate, one of them acts, and what it did is written once. */
  private static void assertRetiresOnce(ServiceRig here, ServiceProcess there, SimulatedFleet tied)
      throws Exception {
    tied.worker("sick").servers().faults().set(Fault.READ_ONLY_DISK);
    here.awaitState("sick", "retired");
    try (ServiceApi other = there.rest()) {
      assertThat(other.state("sick")).isEqualTo("retired");
      assertThat(other.changes("sick")).isEqualTo(here.rest().changes("sick"));
    }
    assertThat(get(tied.worker("sick").exited())).isEqualTo(1);
    assertThat(transitions(here, "sick", "retiring")).isEqualTo(1);
    assertThat(transitions(here, "sick", "retired")).isEqualTo(1);
  }

  private static long transitions(ServiceRig here, String worker, String state) throws Exception {
    return here.rows()
        .number(
            "select count(*) from worker_events where kind = 'state' and worker = '"
                + worker
                + "' and to_state = '"
                + state
                + "'");
  }

  /** Who can go elsewhere does; who cannot is stalled by the ordinary rule, and once. */
  private static void assertOutlives(ServiceRig here, String dead) throws Exception {
    ShortTimes.eventually(
        "the roamers are held here",
        () ->
            here.rows()
                    .number(
                        "select count(*) from workers where name like 'roamer-%'"
                            + " and state = 'running' and gateway_id <> '"
                            + dead
                            + "'")
                == ROAMERS.size());
    // What the others do after a minute and some rounds of silence, without waiting for it
    // (docs/decisions/0007-who-holds-a-worker-evaluates-it.md).
    assertThat(here.rows().change("delete from gateways where id = '" + dead + "'")).isEqualTo(1);
    here.awaitState("islander", "stalled");
    assertThat(transitions(here, "islander", "stalled")).isEqualTo(1);
    here.rest().ask("islander", "prune");
    here.awaitState("islander", "absent");
    for (String name : ROAMERS) {
      assertThat(here.rest().state(name)).isEqualTo("running");
    }
  }
}
