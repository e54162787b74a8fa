package tsa.gateway;

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
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.control.port.Tunnel;
import tsa.control.port.WorkerLink.Gone;
import tsa.gateway.settings.GatewayLimits;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkServers;
import tsa.lab.simulator.link.SimulatedLink;
import tsa.testing.Patience;
import tsa.testing.Slowness;

/** Peers that die, hang or never log in, and the end of the gateway itself. */
class LivenessTest {
  private static final Duration LIMIT = Patience.LIMIT;
  private static final Duration SHORT = Slowness.scaled(Duration.ofMillis(200));

  @TempDir private Path folder;
  private @Nullable GatewayRig rig;

  @AfterEach
  void stop() throws Exception {
    if (rig != null) {
      rig.close();
    }
  }

  private GatewayRig rig(UnaryOperator<GatewayLimits> change) throws Exception {
    GatewayRig started = GatewayRig.start(folder, GatewayRig.limits(change));
    rig = started;
    return started;
  }

  private static SimulatedLink worker(GatewayRig rig, LinkClient client) {
    LinkServers nobody =
        new LinkServers() {
          @Override
          public void garden(InputStream in, OutputStream out, Closeable connection) {}

          @Override
          public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {}
        };
    return rig.worker(client, nobody);
  }

  @Test
  void aPeerThatHangsIsLostAlthoughWeKeepWritingToIt() throws Exception {
    GatewayRig rig = rig(l -> l.with(new GatewayLimits.Liveness(SHORT, 4, LIMIT)));
    try (LinkClient client = LinkClient.start(new Random(1))) {
      SimulatedLink hanging = worker(rig, client);
      RigRegistrations.Opened hung = rig.registrations.next();
      SimulatedLink healthy = worker(rig, client);
      RigRegistrations.Opened well = rig.registrations.next();
      Tunnel.Connection open = hung.link().tunnel().dial(Tunnel.Server.GARDEN, LIMIT);
      hanging.freeze();
      eventually()
          .until(() -> {
            hung.link().heartbeated();
            well.link().heartbeated();
            return hung.link().gone().isDone();
          });
      assertThat(hung.link().gone().get()).isEqualTo(Gone.LOST);
      assertThat(open.in().readAllBytes()).isEmpty();
      assertThat(well.link().gone()).isNotDone();
      hanging.close();
      healthy.close();
    }
  }

  @Test
  void aConnectionWithoutACommandEnds() throws Exception {
    GatewayRig rig = rig(l -> l.with(new GatewayLimits.Liveness(SHORT, 4, SHORT)));
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      eventually().until(() -> !client.session.isOpen());
    }
  }

  @Test
  void whoeverDoesNotLogInIsCutOff() throws Exception {
    GatewayRig rig = rig(l -> l.with(l.login().dropping(SHORT, 100, 0, 200)));
    try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), rig.gateway.port())) {
      silent.setSoTimeout(Patience.LIMIT_MILLIS);
      assertThat(silent.getInputStream().readAllBytes()).asString().startsWith("SSH-2.0-tsa");
    }
    eventually().until(() -> rig.gateway.connections() == 0);
  }

  @Test
  void aFloodOfSilentConnectionsIsDroppedAndItsEndLetsWorkersInAgain() throws Exception {
    GatewayRig rig = rig(l -> l.with(l.login().dropping(LIMIT, 3, 0, 4)));
    List<Socket> silent = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.gateway.port());
      socket.setSoTimeout(Patience.LIMIT_MILLIS);
      assertThat(socket.getInputStream().read()).isEqualTo('S');
      silent.add(socket);
    }
    try (Socket refused = new Socket(InetAddress.getLoopbackAddress(), rig.gateway.port())) {
      refused.setSoTimeout(Patience.LIMIT_MILLIS / 2);
      assertThat(endsAtOnce(refused)).isTrue();
    }
    for (Socket socket : silent) {
      socket.close();
    }
    eventually()
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> {
          try (RawClient client = rig.client(TestKeys.GLOBAL)) {
            return client.session.isAuthenticated();
          }
        });
  }

  /** Whether the other side ends it well before the login would time out. */
  private static boolean endsAtOnce(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
      return true;
    } catch (SocketException reset) {
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    }
  }

  @Test
  void connectionsThatLoggedInDoNotCountAsSilent() throws Exception {
    GatewayRig rig = rig(l -> l.with(l.login().dropping(LIMIT, 2, 0, 3)));
    List<RawClient> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      clients.add(rig.client(TestKeys.GLOBAL));
    }
    assertThat(clients).as("twice as many as may be silent").allMatch(c -> c.session.isOpen());
    assertThat(rig.gateway.connections()).isEqualTo(6);
    for (RawClient client : clients) {
      client.close();
    }
  }

  @Test
  void anUnknownKeyIsRefusedAndTooManyTriesEndTheConnection() throws Exception {
    GatewayRig rig = rig(l -> l);
    try (RawClient client =
        RawClient.connect(rig.address(), TestKeys.STRANGER, TestKeys.other(), TestKeys.GLOBAL)) {
      assertThat(client.session.isAuthenticated()).as("after a few tries").isTrue();
    }
    assertThatThrownBy(() -> rig.client(TestKeys.STRANGER)).isInstanceOf(IOException.class);
    assertThatThrownBy(() ->
            RawClient.connect(
                rig.address(),
                TestKeys.other(),
                TestKeys.other(),
                TestKeys.other(),
                TestKeys.other(),
                TestKeys.other(),
                TestKeys.other(),
                TestKeys.other(),
                TestKeys.GLOBAL))
        .isInstanceOf(IOException.class);
  }

  @Test
  void stoppingToAcceptLeavesSessionsAlone() throws Exception {
    GatewayRig rig = rig(l -> l);
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      client.register("{\"name\":\"w\"}");
      RigRegistrations.Opened session = rig.registrations.next();
      rig.gateway.stopAccepting();
      assertThatThrownBy(() -> rig.client(TestKeys.GLOBAL)).isInstanceOf(IOException.class);
      assertThat(session.link().gone()).isNotDone();
      assertThat(client.session.isOpen()).isTrue();
    }
  }

  @Test
  void closingCutsOffWhatDoesNotEnd() throws Exception {
    GatewayRig rig = rig(l -> l.with(new GatewayLimits.DrainLimits(SHORT, SHORT, SHORT, SHORT)));
    try (RawClient client = rig.client(TestKeys.GLOBAL)) {
      RawClient.Run run = client.register("{\"name\":\"w\"}");
      RigRegistrations.Opened session = rig.registrations.next();
      rig.gateway.close();
      assertThat(get(session.link().gone())).isEqualTo(Gone.LOST);
      assertThat(run.status()).isNull();
    }
  }
}
