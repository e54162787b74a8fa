package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault of the container runtime (docs/protocol/worker-apis.md#faults-and-how-they-look). */
class RuntimeFaultTest {
  private static final String REFUSED =
      "connection error: desc = \"transport: Error while dialing: dial unix"
          + " /run/containerd/containerd.sock: connect: connection refused\"";

  private SimulatedRig rig;

  RuntimeFaultTest() throws IOException {
    rig = SimulatedRig.of(GardenKind.CONTAINERD);
  }

  private void use(SimulatorSettings settings) throws IOException {
    rig.close();
    rig = new SimulatedRig(settings);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String message(RawConnection.RawAnswer answer) {
    return answer.assertStatus(500).message();
  }

  @Test
  void aDeadRuntimeFailsEveryCallAtOnce() {
    rig.container("c");
    rig.worker.faults().set(Fault.RUNTIME_DOWN);
    assertThat(message(rig.garden.get("/ping")))
        .isEqualTo("getting containerd version: rpc error: code = Unavailable desc = " + REFUSED);
    assertThat(message(rig.garden.get("/containers"))).isEqualTo("list containers: " + REFUSED);
    assertThat(message(rig.garden.post("/containers", Bodies.container("d", "/x"))))
        .isEqualTo(
            "new container: checking container capacity: getting list of containers: " + REFUSED);
    assertThat(message(rig.garden.delete("/containers/c"))).isEqualTo("get container: " + REFUSED);
    rig.worker.faults().clear(Fault.RUNTIME_DOWN);
    rig.garden.delete("/containers/c").assertStatus(200);
  }

  @Test
  void aFailingPingCanStandAlone() {
    rig.worker.faults().set(Fault.PING_500);
    assertThat(message(rig.garden.get("/ping"))).startsWith("getting containerd version: ");
    rig.garden.get("/containers").assertStatus(200);
  }

  @Test
  void aHungRuntimeFailsAfterTheRequestTimeout() throws IOException {
    Duration timeout = Duration.ofMillis(20);
    use(SimulatorSettings.concourse().withRequestTimeout(timeout));
    rig.worker.faults().set(Fault.RUNTIME_HUNG);
    assertThat(message(rig.garden.get("/ping")))
        .endsWith("code = DeadlineExceeded desc = context deadline exceeded");
    assertThat(message(rig.garden.get("/containers")))
        .isEqualTo("list containers: context deadline exceeded");
    assertThat(message(rig.garden.delete("/containers/c")))
        .isEqualTo("get container: context deadline exceeded");
  }

  @Test
  void aHungRuntimeThatRecoversAnswers() throws IOException {
    rig.worker.faults().set(Fault.RUNTIME_HUNG);
    try (Socket socket = rig.garden.send("GET", "/ping", new byte[0])) {
      RawConnection.assertSilent(socket);
      rig.worker.faults().clear(Fault.RUNTIME_HUNG);
      RawConnection.read(socket.getInputStream()).assertStatus(200);
    }
  }

  @Test
  void theLimitIsToldBeforeADuplicateOnContainerd() {
    rig.container("c");
    rig.worker.faults().set(Fault.CONTAINER_LIMIT, 1);
    assertThat(message(rig.garden.post("/containers", Bodies.container("c", "/x"))))
        .isEqualTo("new container: checking container capacity: max containers reached");
    rig.worker.faults().clear(Fault.CONTAINER_LIMIT);
    assertThat(message(rig.garden.post("/containers", Bodies.container("c", "/x"))))
        .endsWith("already exists");
  }

  @Test
  void aLoadedWorkerIsFull() throws IOException {
    use(SimulatorSettings.concourse().with(GardenKind.GUARDIAN).withMaxContainers(3));
    rig.worker.load(3);
    assertThat(message(rig.garden.post("/containers", Bodies.container("c", rig.volume("c")))))
        .isEqualTo("max containers reached");
    assertThat(rig.worker.counters().containers()).isEqualTo(3);
  }

  @Test
  void leftoversOfFailedStartsCountTowardsTheLimit() throws IOException {
    use(SimulatorSettings.concourse().withMaxContainers(1));
    rig.garden.post("/containers", Bodies.container("left", "/gone")).assertStatus(500);
    assertThat(message(rig.garden.post("/containers", Bodies.container("c", rig.volume("c")))))
        .endsWith("max containers reached");
  }

  @Test
  void anExhaustedNetworkPoolLeavesARecordOnContainerdOnly() throws IOException {
    rig.worker.faults().set(Fault.NETWORK_POOL_EXHAUSTED);
    assertThat(message(rig.garden.post("/containers", Bodies.container("c", rig.volume("c")))))
        .startsWith("starting task: network add: cni net setup: ");
    assertThat(rig.worker.containers()).containsExactly("c");
    use(SimulatorSettings.concourse().with(GardenKind.GUARDIAN));
    rig.worker.faults().set(Fault.NETWORK_POOL_EXHAUSTED);
    assertThat(message(rig.garden.post("/containers", Bodies.container("c", rig.volume("c")))))
        .isEqualTo("insufficient subnets remaining in the pool");
    assertThat(rig.worker.containers()).isEmpty();
  }

  @Test
  void aContainerMayBeCreatedAndNeverRunAnything() throws IOException {
    rig.worker.faults().set(Fault.CREATE_NEVER_RUNS);
    rig.container("c");
    byte[] spec = "{\"path\":\"/nonexistent\"}".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = rig.garden.send("POST", "/containers/c/processes", spec)) {
      RawConnection.assertSilent(socket);
      rig.worker.faults().clear(Fault.CREATE_NEVER_RUNS);
      RawConnection.read(socket.getInputStream()).assertStatus(500);
    }
  }

  @Test
  void twoDestroysAtOnceAreRefused() throws IOException {
    rig.container("c");
    rig.worker.faults().set(Fault.RUNTIME_HUNG);
    try (Socket first = rig.garden.send("DELETE", "/containers/c", new byte[0])) {
      RawConnection.assertSilent(first);
      assertThat(message(rig.garden.delete("/containers/c")))
          .isEqualTo("container already being destroyed");
      rig.worker.faults().clear(Fault.RUNTIME_HUNG);
      RawConnection.read(first.getInputStream()).assertStatus(200);
    }
  }
}
