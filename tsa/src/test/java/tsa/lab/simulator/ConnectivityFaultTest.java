package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Each connectivity fault, as it looks through the tunnel
 * (docs/protocol/worker-apis.md#through-the-tunnel).
 */
class ConnectivityFaultTest {
  private final SimulatedRig rig;
  private final Faults faults;

  ConnectivityFaultTest() throws IOException {
    rig = SimulatedRig.of(GardenKind.CONTAINERD);
    faults = rig.worker.faults();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static byte[] volume(String handle) {
    return Bodies.volume(handle).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void refusedCallsHangAndAreDeliveredOnRecovery() throws IOException {
    faults.set(Fault.REFUSE);
    try (Socket socket = rig.garden.send("GET", "/ping", new byte[0])) {
      RawConnection.assertSilent(socket);
      faults.clear(Fault.REFUSE);
      RawConnection.read(socket.getInputStream()).assertStatus(200);
    }
  }

  @Test
  void aRefusedCallWhoseClientLeftIsStillDelivered() throws IOException {
    faults.set(Fault.REFUSE);
    try (Socket socket = rig.baggageclaim.send("POST", "/volumes", volume("late"))) {
      RawConnection.assertSilent(socket);
    }
    assertThat(rig.worker.volumes()).isEmpty();
    faults.clear(Fault.REFUSE);
    assertAppears("late");
  }

  private void assertAppears(String handle) {
    eventually().untilAsserted(() -> assertThat(rig.worker.volumes()).containsExactly(handle));
  }

  @Test
  void connectionsKeptFromBeforeDieWithTheProcess() throws IOException {
    byte[] ping = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = rig.garden.open()) {
      socket.getOutputStream().write(ping);
      RawConnection.read(socket.getInputStream()).assertStatus(200);
      faults.set(Fault.REFUSE);
      socket.getOutputStream().write(ping);
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void hungCallsAreCarriedOutLateAlsoForAClientThatLeft() throws IOException {
    faults.set(Fault.ACCEPT_THEN_HANG);
    try (Socket socket = rig.baggageclaim.send("POST", "/volumes", volume("late"))) {
      RawConnection.assertSilent(socket);
    }
    faults.clear(Fault.ACCEPT_THEN_HANG);
    assertAppears("late");
  }

  @Test
  void closedConnectionsEndWithoutAByte() throws IOException {
    faults.set(Fault.ACCEPT_THEN_CLOSE);
    try (Socket socket = rig.garden.open()) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void slowCallsComeLateButRight() throws IOException {
    faults.set(Fault.SLOW, 60_000);
    try (Socket socket = rig.garden.send("GET", "/ping", new byte[0])) {
      RawConnection.assertSilent(socket);
      faults.clear(Fault.SLOW);
      assertThat(RawConnection.read(socket.getInputStream()).assertStatus(200).body())
          .isEqualTo("{}\n");
    }
    faults.set(Fault.SLOW, 1);
    rig.garden.get("/ping").assertStatus(200);
  }

  @Test
  void oneServerCanFailAlone() {
    faults.apply("garden:ping-500,baggageclaim:huge-error=1");
    rig.garden.get("/ping").assertStatus(500);
    rig.garden.get("/containers").assertStatus(200);
    rig.baggageclaim.get("/volumes").assertStatus(500);
    faults.clearAll();
    rig.garden.get("/ping").assertStatus(200);
    rig.baggageclaim.get("/volumes").assertStatus(200);
  }

  @Test
  void closingTheWorkerLetsHeldCallsEnd() throws IOException {
    faults.set(Fault.ACCEPT_THEN_HANG);
    try (Socket socket = rig.garden.send("GET", "/ping", new byte[0])) {
      RawConnection.assertSilent(socket);
      rig.worker.close();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }
}
