package tsa.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.control.port.TrafficFailure;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkServers;
import tsa.lab.simulator.link.SimulatedLink;

/** What the traffic of others through a forward shows of a worker, and what it does not. */
class TrafficFailureTest {
  @TempDir private Path folder;
  private final List<TrafficFailure> seen = new CopyOnWriteArrayList<>();
  private GatewayRig rig;
  private LinkClient client;
  private SimulatedLink worker;
  private int port;
  private int baggageclaim;

  /** Answers each piece with itself, a question with 500; {@code close} ends without a byte. */
  private static final class Echo implements LinkServers {
    private static final byte[] NOT_FOUND = "HTTP/1.1 500 task: not found".getBytes(US_ASCII);

    @Override
    public void garden(InputStream in, OutputStream out, Closeable connection) {
      Thread.ofVirtual().start(() -> serve(in, out, connection));
    }

    @Override
    public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {
      garden(in, out, connection);
    }

    private static void serve(InputStream in, OutputStream out, Closeable connection) {
      byte[] buffer = new byte[1000];
      try (connection) {
        int count = in.read(buffer);
        while (count > 0 && !new String(buffer, 0, count, US_ASCII).equals("close")) {
          boolean question = new String(buffer, 0, count, US_ASCII).startsWith("GET ");
          out.write(question ? NOT_FOUND : Arrays.copyOf(buffer, count));
          out.flush();
          count = in.read(buffer);
        }
        out.close();
      } catch (IOException cut) {
        return; // the other end asserts what it sees
      }
    }
  }

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
    client = LinkClient.start(new Random(1));
    worker = rig.worker(client, new Echo());
    RigRegistrations.Opened session = rig.registrations.next();
    session.link().watchTraffic(seen::add);
    port = GatewayRig.port(session.link().address().garden());
    baggageclaim = GatewayRig.port(session.link().address().baggageclaimUrl());
  }

  @AfterEach
  void stop() throws Exception {
    worker.close();
    client.close();
    rig.close();
  }

  private String exchange(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
    byte[] answer = new byte[1000];
    int count = Math.max(0, socket.getInputStream().read(answer));
    return new String(answer, 0, count, US_ASCII);
  }

  private Socket connected() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port);
  }

  @Test
  void anAnswerOfFiveHundredIsSeenAlsoOnAConnectionThatIsUsedAgain() throws IOException {
    try (Socket socket = connected()) {
      for (String good : List.of("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found", "x HTTP/1.1 500")) {
        assertThat(exchange(socket, good)).isEqualTo(good);
      }
      assertThat(seen).isEmpty();
      exchange(socket, "HTTP/1.1 500 Internal Server Error");
      assertThat(seen).containsExactly(TrafficFailure.SERVER_ERROR);
      exchange(socket, "HTTP/1.0 503 Service Unavailable");
      assertThat(seen).hasSize(2);
    }
  }

  /** An ATC asks for the process of each step before it starts it. */
  @Test
  void whatGardenDoesNotFindIsNoSign() throws IOException {
    try (Socket socket = connected()) {
      assertThat(exchange(socket, "GET /containers/c/processes/p")).startsWith("HTTP/1.1 500");
      assertThat(seen).isEmpty();
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), baggageclaim)) {
      assertThat(exchange(socket, "GET /volumes-async/future-1 ")).startsWith("HTTP/1.1 500");
      assertThat(seen).containsExactly(TrafficFailure.SERVER_ERROR);
    }
  }

  @Test
  void anEndWithoutAnAnswerIsSeen() throws IOException {
    try (Socket socket = connected()) {
      assertThat(exchange(socket, "close")).isEmpty();
    }
    eventually("it is told").until(() -> seen.equals(List.of(TrafficFailure.RESET)));
  }

  /** A port that is only looked at, and an end after an answer, say nothing of the worker. */
  @Test
  void whoeverConnectsAndLeavesShowsNothing() throws IOException {
    connected().close();
    try (Socket socket = connected()) {
      exchange(socket, "HTTP/1.1 200 OK");
      exchange(socket, "close");
    }
    try (Socket socket = connected()) {
      assertThat(exchange(socket, "HTTP/1.1 200 OK")).startsWith("HTTP");
    }
    assertThat(seen).isEmpty();
  }
}
