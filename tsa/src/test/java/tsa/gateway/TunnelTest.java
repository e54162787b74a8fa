package tsa.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.testing.Patience.eventually;
import static tsa.testing.Patience.get;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.control.port.Tunnel;
import tsa.control.port.WorkerLink.Gone;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkServers;
import tsa.lab.simulator.link.SimulatedLink;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionEnd;
import tsa.testing.Patience;

/**
 * What goes through the two forwards. The simulated worker refuses, as Go's client does, any
 * connection that is not announced by the very address it asked for.
 */
class TunnelTest {
  private static final Duration LIMIT = Patience.LIMIT;

  @TempDir private Path folder;
  private GatewayRig rig;
  private LinkClient client;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
    client = LinkClient.start(new Random(1));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    rig.close();
  }

  /** Servers that answer with their own name and then with all that they are sent. */
  private static final class Echo implements LinkServers {
    final List<Closeable> open = new CopyOnWriteArrayList<>();
    final CountDownLatch mayAnswer;

    Echo(int answersHeld) {
      mayAnswer = new CountDownLatch(answersHeld);
    }

    @Override
    public void garden(InputStream in, OutputStream out, Closeable connection) {
      serve("garden ", in, out, connection);
    }

    @Override
    public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {
      serve("baggageclaim ", in, out, connection);
    }

    private void serve(String name, InputStream in, OutputStream out, Closeable connection) {
      open.add(connection);
      Thread.ofVirtual()
          .start(() -> {
            try (connection) {
              byte[] all = in.readAllBytes(); // until the peer ends its direction
              mayAnswer.await();
              out.write(name.getBytes(UTF_8));
              out.write(all);
              out.close();
            } catch (IOException | InterruptedException e) {
              // the connection was cut: the other end asserts what it sees
              return;
            }
          });
    }
  }

  private SimulatedLink worker(LinkServers servers) {
    return rig.worker(client, servers);
  }

  private static String ask(Tunnel.Connection connection, String text) throws IOException {
    connection.out().write(text.getBytes(UTF_8));
    connection.out().close();
    return new String(connection.in().readAllBytes(), UTF_8);
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(Patience.LIMIT_MILLIS);
    return socket;
  }

  private static String ask(int port, String text) throws IOException {
    try (Socket socket = connect(port)) {
      socket.getOutputStream().write(text.getBytes(UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void bothServersAreReachedInProcessAndThroughTheirPorts() throws Exception {
    try (SimulatedLink link = worker(new Echo(0))) {
      RigRegistrations.Opened session = rig.registrations.next();
      Tunnel tunnel = session.link().tunnel();
      try (Tunnel.Connection c = tunnel.dial(Tunnel.Server.GARDEN, LIMIT)) {
        assertThat(ask(c, "x")).isEqualTo("garden x");
      }
      try (Tunnel.Connection c = tunnel.dial(Tunnel.Server.BAGGAGECLAIM, LIMIT)) {
        assertThat(ask(c, "y")).isEqualTo("baggageclaim y");
      }
      assertThat(session.link().address().garden()).startsWith("127.0.0.1:");
      assertThat(session.link().address().baggageclaimUrl()).startsWith("http://127.0.0.1:");
      assertThat(ask(GatewayRig.port(session.link().address().garden()), "1"))
          .isEqualTo("garden 1");
      assertThat(ask(GatewayRig.port(session.link().address().baggageclaimUrl()), "2"))
          .isEqualTo("baggageclaim 2");
      GatewayRig.awaitRegistered(link);
    }
  }

  @Test
  void withoutListenersTheTunnelAloneWorks() throws Exception {
    rig.close();
    rig = GatewayRig.start(folder, GatewayRig.silent());
    try (SimulatedLink _ = worker(new Echo(0))) {
      RigRegistrations.Opened session = rig.registrations.next();
      assertThat(session.link().address()).isNull();
      try (Tunnel.Connection c = session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT)) {
        assertThat(ask(c, "x")).isEqualTo("garden x");
      }
    }
  }

  @Test
  void muchDataArrivesWhole() throws Exception {
    byte[] data = new byte[20 << 20];
    new Random(7).nextBytes(data);
    try (SimulatedLink link = worker(new Echo(0))) {
      int port = GatewayRig.port(rig.registrations.next().link().address().garden());
      try (Socket socket = connect(port)) {
        CompletableFuture<byte[]> answer = CompletableFuture.supplyAsync(() -> readAll(socket));
        socket.getOutputStream().write(data);
        socket.shutdownOutput();
        byte[] all = get(answer);
        assertThat(all).hasSize(data.length + "garden ".length());
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("garden ".getBytes(UTF_8));
        byte[] expected = digest.digest(data);
        assertThat(digest.digest(all)).isEqualTo(expected);
      }
      GatewayRig.awaitRegistered(link);
    }
  }

  private static byte[] readAll(Socket socket) {
    try {
      return socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closingAConnectionWakesItsReaderAndItsWriter() throws Exception {
    Echo stuck = new Echo(1);
    try (SimulatedLink link = worker(stuck)) {
      Tunnel tunnel = rig.registrations.next().link().tunnel();
      Tunnel.Connection reading = tunnel.dial(Tunnel.Server.GARDEN, LIMIT);
      CompletableFuture<String> reader = outcome(() -> reading.in().read());
      reading.close();
      assertThat(get(reader)).isIn("-1", "failed");

      LinkServers never = new Silent();
      try (SimulatedLink other = worker(never)) {
        Tunnel.Connection writing =
            rig.registrations.next().link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT);
        CompletableFuture<String> writer = outcome(() -> fill(writing.out()));
        writing.close();
        assertThat(get(writer)).isEqualTo("failed");
        assertThat(other.registrations()).isEqualTo(1);
      }
      GatewayRig.awaitRegistered(link);
    }
  }

  @Test
  void theEndOfOneDirectionIsToldWhileTheOtherGoesOn() throws Exception {
    CompletableFuture<byte[]> heard = new CompletableFuture<>();
    LinkServers hanger =
        new LinkServers() {
          @Override
          public void garden(InputStream in, OutputStream out, Closeable connection) {
            Thread.ofVirtual().start(() -> answerThenListen(in, out, heard));
          }

          @Override
          public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {}
        };
    try (SimulatedLink link = worker(hanger)) {
      RigRegistrations.Opened session = rig.registrations.next();
      try (Tunnel.Connection c = session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT)) {
        assertThat(c.in().readAllBytes()).asString(UTF_8).isEqualTo("done");
        c.out().write("more".getBytes(UTF_8));
        c.out().close();
        assertThat(get(heard)).asString(UTF_8).isEqualTo("more");
      }
      GatewayRig.awaitRegistered(link);
    }
  }

  private static void answerThenListen(
      InputStream in, OutputStream out, CompletableFuture<byte[]> heard) {
    try {
      out.write("done".getBytes(UTF_8));
      out.close();
      heard.complete(in.readAllBytes());
    } catch (IOException e) {
      heard.completeExceptionally(e);
    }
  }

  private static final class Silent implements LinkServers {
    @Override
    public void garden(InputStream in, OutputStream out, Closeable connection) {}

    @Override
    public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {}
  }

  private static int fill(OutputStream out) throws IOException {
    byte[] block = new byte[1 << 20];
    for (int i = 0; i < 64; i++) {
      out.write(block);
    }
    return 64;
  }

  private interface Blocking {
    int run() throws IOException;
  }

  private static CompletableFuture<String> outcome(Blocking what) {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            outcome.complete(Integer.toString(what.run()));
          } catch (IOException e) {
            outcome.complete("failed");
          }
        });
    return outcome;
  }

  @Test
  void aSessionThatIsLostEndsItsConnections() throws Exception {
    try (SimulatedLink link = worker(new Echo(1))) {
      RigRegistrations.Opened session = rig.registrations.next();
      GatewayRig.awaitRegistered(link);
      Tunnel.Connection c = session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT);
      Socket socket = connect(GatewayRig.port(session.link().address().garden()));
      CompletableFuture<byte[]> reader = CompletableFuture.supplyAsync(() -> readAll(socket));
      link.cut();
      assertThat(get(session.link().gone())).isEqualTo(Gone.LOST);
      assertThat(c.in().readAllBytes()).isEmpty();
      assertThat(get(reader)).isEmpty();
      assertThatThrownBy(() -> session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT))
          .isInstanceOf(IOException.class);
      socket.close();
    }
  }

  @Test
  void dialingAFrozenWorkerEndsInTime() throws Exception {
    try (SimulatedLink link = worker(new Echo(0))) {
      Tunnel tunnel = rig.registrations.next().link().tunnel();
      try (Tunnel.Connection c = tunnel.dial(Tunnel.Server.GARDEN, LIMIT)) {
        assertThat(ask(c, "x")).isEqualTo("garden x");
      }
      link.freeze();
      // What the client was reading when it froze is still taken in.
      eventually()
          .untilAsserted(() ->
              assertThatThrownBy(() -> tunnel.dial(Tunnel.Server.GARDEN, Duration.ofMillis(300)))
                  .isInstanceOf(IOException.class));
      link.thaw();
      // The late answers to what was called off must not have cost the session.
      try (Tunnel.Connection c = tunnel.dial(Tunnel.Server.GARDEN, LIMIT)) {
        assertThat(ask(c, "y")).isEqualTo("garden y");
      }
    }
  }

  @Test
  void leavingDrainsWhatIsOpenAndTakesNothingNew() throws Exception {
    Echo echo = new Echo(1);
    try (SimulatedLink link = worker(echo)) {
      RigRegistrations.Opened session = rig.registrations.next();
      int port = GatewayRig.port(session.link().address().garden());
      try (Socket socket = connect(port)) {
        socket.getOutputStream().write("slow".getBytes(UTF_8));
        socket.shutdownOutput();
        eventually().until(() -> !echo.open.isEmpty());
        link.stop();
        assertThat(get(session.link().gone())).isEqualTo(Gone.LEFT);
        eventually().until(() -> isRefused(port));
        assertThatThrownBy(() -> session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT))
            .hasMessageContaining("no more connections");
        assertThat(link.exited()).isNotDone();
        echo.mayAnswer.countDown();
        assertThat(readAll(socket)).asString(UTF_8).isEqualTo("garden slow");
      }
      assertThat(get(link.exited())).isZero();
    }
  }

  private static boolean isRefused(int port) {
    try (Socket socket = connect(port)) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  @Test
  void handingOverDrainsToo() throws Exception {
    Echo echo = new Echo(1);
    try (SimulatedLink link = worker(echo)) {
      RigRegistrations.Opened session = rig.registrations.next();
      try (Tunnel.Connection c = session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT)) {
        c.out().write("slow".getBytes(UTF_8));
        c.out().close();
        eventually().until(() -> !echo.open.isEmpty());
        session.link().end(SessionEnd.of(SessionEnd.Kind.HAND_OVER, Reason.of(ReasonCode.LANDED)));
        eventually()
            .untilAsserted(() ->
                assertThatThrownBy(() -> session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT))
                    .hasMessageContaining("no more connections"));
        echo.mayAnswer.countDown();
        assertThat(new String(c.in().readAllBytes(), UTF_8)).isEqualTo("garden slow");
      }
      assertThat(link.exited()).isNotDone();
    }
  }

  @Test
  void aThirdForwardIsRefusedAndTheOthersLive() throws Exception {
    try (RawClient raw = rig.client(TestKeys.GLOBAL)) {
      Integer first = raw.forward("0.0.0.0", 7777);
      Integer any = raw.forward("0.0.0.0", 0);
      assertThat(first).isNotNull().isNotEqualTo(7777);
      assertThat(any).isNotNull().isPositive();
      assertThat(raw.forward("0.0.0.0", 7788)).isNull();
      assertThat(raw.forward("0.0.0.0", 7789)).isNull();
      assertThat(raw.request("cancel-tcpip-forward", "0.0.0.0", 7777)).isNull();
      assertThat(raw.request("keepalive", "sup", 1)).isNotNull();
      assertThat(raw.session.isOpen()).isTrue();
    }
  }

  @Test
  void forwardsEndWithTheirConnection() throws Exception {
    int port;
    try (RawClient raw = rig.client(TestKeys.GLOBAL)) {
      port = raw.forward("0.0.0.0", 7777);
    }
    eventually().until(() -> isRefused(port));
  }
}
