package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;
import static tsa.testing.Patience.get;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.control.port.Tunnel;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.SimulatedLink;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionEnd;
import tsa.testing.Patience;
import tsa.testing.Slowness;

/** One tunnel with much in it: nothing is lost, and nobody waits for anybody else. */
class TunnelLoadTest {
  private static final Duration LIMIT = Patience.LIMIT;

  @TempDir private Path folder;
  private final BulkServers servers = new BulkServers();
  private GatewayRig rig;
  private LinkClient client;
  private SimulatedLink worker;
  private RigRegistrations.Opened session;
  private int port;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
    client = LinkClient.start(new Random(1));
    worker = rig.worker(client, servers);
    session = rig.registrations.next();
    String address = session.link().address().garden();
    port = GatewayRig.port(address);
  }

  @AfterEach
  void stop() throws Exception {
    servers.close();
    worker.close();
    client.close();
    rig.close();
  }

  private interface Exchange<T> {
    T with(Socket socket) throws IOException;
  }

  private <T> CompletableFuture<T> through(Exchange<T> exchange) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            result.complete(exchange.with(socket));
          } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }

  private CompletableFuture<byte[]> upload(int blocks) {
    return through(s -> {
      byte[] answer = new byte[32];
      s.getOutputStream().write('U');
      servers.blocks(s.getOutputStream(), blocks);
      s.shutdownOutput();
      s.getInputStream().readNBytes(answer, 0, answer.length);
      return answer;
    });
  }

  private CompletableFuture<byte[]> download() {
    return through(s -> servers.download(s.getInputStream(), s.getOutputStream()));
  }

  /** What a heartbeat does: a connection, a question, an answer. */
  private Duration heartbeat() throws IOException {
    long start = System.nanoTime();
    try (Tunnel.Connection c = session.link().tunnel().dial(Tunnel.Server.BAGGAGECLAIM, LIMIT)) {
      c.out().write('P');
      c.out().flush();
      assertThat(c.in().read()).isEqualTo('p');
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void bulkArrivesWholeWhileKeysAreExchangedAndHeartbeatsAreInTime() throws Exception {
    byte[] expected = servers.expected(BulkServers.BLOCKS);
    List<CompletableFuture<byte[]>> bulk =
        List.of(upload(BulkServers.BLOCKS), download(), upload(BulkServers.BLOCKS), download());
    CompletableFuture<Void> all = CompletableFuture.allOf(bulk.toArray(CompletableFuture[]::new));
    int exchanges = 0;
    Duration slowest = Duration.ZERO;
    while (!all.isDone() || exchanges < 3) {
      if (exchanges < 20) {
        for (Session ssh : rig.gateway.sessions()) {
          ssh.reExchangeKeys().verify(LIMIT);
          exchanges++;
        }
      }
      Duration tick = heartbeat();
      slowest = tick.compareTo(slowest) > 0 ? tick : slowest;
    }
    for (CompletableFuture<byte[]> one : bulk) {
      assertThat(get(one)).isEqualTo(expected);
    }
    assertThat(slowest)
        .as("the limit of a heartbeat is 10s")
        .isLessThan(Slowness.scaled(Duration.ofSeconds(5)));
    assertThat(worker.registrations()).isEqualTo(1);
  }

  @Test
  void twoHundredConnectionsAtOnce() throws Exception {
    List<Tunnel.Connection> open = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      open.add(session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT));
    }
    byte[] expected = servers.expected(1);
    List<CompletableFuture<byte[]>> answers = new ArrayList<>();
    for (Tunnel.Connection c : open) {
      CompletableFuture<byte[]> answer = new CompletableFuture<>();
      answers.add(answer);
      Thread.ofVirtual()
          .start(() -> {
            try (c) {
              answer.complete(servers.upload(c.in(), c.out(), 1));
            } catch (IOException e) {
              answer.completeExceptionally(e);
            }
          });
    }
    for (CompletableFuture<byte[]> answer : answers) {
      assertThat(get(answer)).isEqualTo(expected);
    }
    assertThat(heartbeat()).isLessThan(LIMIT);
  }

  /** Of both kinds: a worker that does not read, and one of ours that does not. */
  @Test
  void aStalledConsumerHarmsNobodyElse() throws Exception {
    CompletableFuture<byte[]> stuck =
        through(s -> {
          s.getOutputStream().write('S');
          servers.blocks(s.getOutputStream(), 4 * BulkServers.BLOCKS);
          return new byte[0];
        });
    try (Tunnel.Connection unread = session.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT)) {
      unread.out().write('D');
      unread.out().flush();
      for (int i = 0; i < 20; i++) {
        assertThat(heartbeat()).isLessThan(Slowness.scaled(Duration.ofSeconds(5)));
      }
      assertThat(get(upload(10))).isEqualTo(servers.expected(10));
      assertThat(stuck).isNotDone();
    }
    assertThat(heartbeat()).isLessThan(LIMIT);
  }

  @Test
  void aGatewayThatStopsLetsOpenConnectionsFinish() throws Exception {
    CompletableFuture<Integer> slow =
        through(s -> {
          s.getOutputStream().write('W');
          return s.getInputStream().read();
        });
    eventually().until(() -> servers.waiting() == 1);
    rig.gateway.stopAccepting();
    session
        .link()
        .end(SessionEnd.of(SessionEnd.Kind.RECONNECT, Reason.of(ReasonCode.GATEWAY_STOPPING)));
    CompletableFuture<Void> closed = CompletableFuture.runAsync(this::closeGateway);
    eventually().until(this::isPortClosed);
    assertThat(closed).isNotDone();
    servers.mayAnswer.countDown();
    assertThat(get(slow)).isEqualTo((int) 'w');
    get(closed);
    assertThat(worker.exited()).as("no status was sent").isNotDone();
  }

  private boolean isPortClosed() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  private void closeGateway() {
    try {
      rig.gateway.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
