package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.gateway.settings.GatewaySettings;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkSettings;
import tsa.lab.simulator.link.SimulatedLink;

/** The gateway and its forwards on IPv6, which Concourse's TSA cannot bind (B18). */
class Ipv6Test {
  @TempDir private Path folder;

  private static GatewaySettings onSix(GatewaySettings s) {
    return new GatewaySettings(
        "::1", 0, "::1", s.hostKey(), s.keys(), s.forwardListen(), "::1", s.limits());
  }

  @Test
  void workersRegisterAndAreReachedOverIpv6() throws Exception {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    try (GatewayRig rig = GatewayRig.start(folder, Ipv6Test::onSix);
        BulkServers servers = new BulkServers();
        LinkClient client = LinkClient.start(new Random(1));
        SimulatedLink worker =
            new SimulatedLink(
                client,
                LinkSettings.of(
                    new InetSocketAddress(loopback, rig.gateway.port()), TestKeys.GLOBAL),
                () -> "{\"name\":\"w\"}",
                servers,
                LinkListener.NONE)) {
      worker.start();
      RigRegistrations.Opened session = rig.registrations.next();
      String garden = session.link().address().garden();
      assertThat(garden).startsWith("[::1]:");
      assertThat(session.link().address().baggageclaimUrl()).startsWith("http://[::1]:");
      int port = GatewayRig.port(garden);
      try (Socket socket = new Socket(loopback, port)) {
        socket.getOutputStream().write('P');
        assertThat(socket.getInputStream().read()).isEqualTo('p');
      }
    }
  }
}
