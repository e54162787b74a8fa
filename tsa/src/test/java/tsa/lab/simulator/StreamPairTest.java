package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import tsa.testing.Patience;

/** The servers work over a pair of streams, as the SSH side hands them over, with no socket. */
class StreamPairTest {
  @Test
  void aWholeCheckRunsOverStreamPairsOnly() throws Exception {
    try (SimulatedRig rig = SimulatedRig.of(GardenKind.CONTAINERD)) {
      String handle = "health-check-1";
      SimulatedServer volumes = rig.worker.baggageclaim();
      SimulatedServer garden = rig.worker.garden();
      call(volumes, "POST", "/volumes-async", Bodies.volume(handle)).assertStatus(201);
      RawConnection.RawAnswer made = call(volumes, "GET", "/volumes-async/" + handle, "");
      while (made.status() == 204) {
        made = call(volumes, "GET", "/volumes-async/" + handle, "");
      }
      String path = made.assertStatus(200).json().path("path").stringValue();
      call(volumes, "DELETE", "/volumes-async/" + handle, "").assertStatus(204);
      call(garden, "GET", "/ping", "").assertStatus(200);
      call(garden, "GET", "/capacity", "").assertStatus(500);
      call(garden, "POST", "/containers", Bodies.container(handle, path)).assertStatus(200);
      assertThat(call(garden, "GET", "/containers", "").body())
          .isEqualTo("{\"Handles\":[\"health-check-1\"]}\n");
      assertThat(rig.worker.counters().probeHandles()).containsExactly(handle, handle);
      call(garden, "DELETE", "/containers/" + handle, "").assertStatus(200);
      call(volumes, "DELETE", "/volumes/" + handle, "").assertStatus(204);
      assertThat(rig.worker.counters().probeHandles()).isEmpty();
      assertThat(rig.worker.garden().createdHandles()).containsExactly(handle);
      assertThat(rig.worker.baggageclaim().createdCount()).isEqualTo(1);
    }
  }

  @Test
  void oneConnectionCarriesManyRequests() throws Exception {
    try (SimulatedRig rig = SimulatedRig.of(GardenKind.CONTAINERD);
        StreamPair pair = new StreamPair(rig.worker.garden())) {
      for (int i = 0; i < 3; i++) {
        pair.send("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(RawConnection.read(pair.fromServer).body()).isEqualTo("{}\n");
      }
      assertThat(pair.closed.getCount()).isEqualTo(1);
    }
  }

  @Test
  void theConnectionIsClosedWhenTheClientIsDone() throws Exception {
    try (SimulatedRig rig = SimulatedRig.of(GardenKind.CONTAINERD);
        StreamPair pair = new StreamPair(rig.worker.garden())) {
      pair.send("GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(RawConnection.read(pair.fromServer).header("connection")).isEqualTo("close");
      Patience.pass(pair.closed);
      eventually().untilAsserted(() -> assertThat(rig.worker.garden().connections()).isZero());
    }
  }

  @Test
  void closingTheWorkerClosesItsConnections() throws Exception {
    try (SimulatedRig rig = SimulatedRig.of(GardenKind.CONTAINERD);
        StreamPair pair = new StreamPair(rig.worker.garden())) {
      pair.send("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n");
      RawConnection.read(pair.fromServer).assertStatus(200);
      rig.worker.close();
      Patience.pass(pair.closed);
    }
  }

  private static RawConnection.RawAnswer call(
      SimulatedServer server, String method, String path, String body) throws IOException {
    try (StreamPair pair = new StreamPair(server)) {
      int length = body.getBytes(StandardCharsets.UTF_8).length;
      pair.send(
          "%s %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(method, path, length, body));
      return RawConnection.read(pair.fromServer);
    }
  }

  /** What a forwarded channel is to the server: two streams and something to close. */
  private static final class StreamPair implements AutoCloseable {
    final PipedInputStream fromServer = new PipedInputStream(8192);
    private final PipedOutputStream toServer = new PipedOutputStream();
    final CountDownLatch closed = new CountDownLatch(1);

    StreamPair(SimulatedServer server) throws IOException {
      PipedInputStream in = new PipedInputStream(toServer, 8192);
      PipedOutputStream out = new PipedOutputStream(fromServer);
      server.attach(
          in,
          out,
          () -> {
            in.close();
            out.close();
            closed.countDown();
          });
    }

    void send(String text) throws IOException {
      toServer.write(text.getBytes(StandardCharsets.UTF_8));
      toServer.flush();
    }

    @Override
    public void close() throws IOException {
      toServer.close();
      fromServer.close();
    }
  }
}
