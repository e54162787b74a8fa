package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Tunnel;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkServers;
import tsa.lab.simulator.link.LinkSettings;
import tsa.lab.simulator.link.SimulatedLink;
import tsa.testing.Patience;
import tsa.testing.Slowness;

/**
 * Strangers that shake hands as fast as they can, beside a worker that is in. {@code
 * -Dflood.seconds=N} makes it longer; the slowest heartbeat is printed. Lasts at least until each
 * of them was refused once.
 */
@Timeout(3600)
class FloodTest {
  private static final Logger log = LoggerFactory.getLogger(FloodTest.class);
  private static final int STRANGERS = 64;
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("flood.seconds", 2));
  private static final Duration LIMIT = Patience.LIMIT;

  @TempDir private Path folder;

  @Test
  void heartbeatsOfThoseWhoAreInAreInTime() throws Exception {
    try (GatewayRig rig = GatewayRig.start(folder);
        BulkServers servers = new BulkServers();
        LinkClient client = LinkClient.start(new Random(1));
        SimulatedLink worker = link(rig, client, servers, true, LinkListener.NONE)) {
      worker.start();
      Tunnel tunnel = rig.registrations.next().link().tunnel();
      AtomicInteger refused = new AtomicInteger();
      List<SimulatedLink> strangers = new ArrayList<>();
      for (int i = 0; i < STRANGERS; i++) {
        strangers.add(link(rig, client, servers, false, counting(refused)));
      }
      strangers.forEach(SimulatedLink::start);
      Duration slowest = slowestHeartbeat(tunnel, refused);
      strangers.forEach(SimulatedLink::close);
      log.atInfo()
          .addKeyValue("slowest", slowest.toMillis())
          .addKeyValue("handshakes", refused.get())
          .log("flood of {}: slowest heartbeat {} ms", refused.get(), slowest.toMillis());
      assertThat(slowest)
          .as("the limit of a heartbeat is 10s")
          .isLessThan(Slowness.scaled(Duration.ofSeconds(5)));
      assertThat(worker.registrations()).isEqualTo(1);
    }
  }

  private static LinkListener counting(AtomicInteger refused) {
    return new LinkListener() {
      @Override
      public void lost(String why) {
        refused.incrementAndGet();
      }
    };
  }

  private static SimulatedLink link(
      GatewayRig rig,
      LinkClient client,
      LinkServers servers,
      boolean known,
      LinkListener listener) {
    return new SimulatedLink(
        client,
        LinkSettings.of(rig.address(), known ? TestKeys.GLOBAL : TestKeys.STRANGER)
            .withPause(Duration.ofMillis(1)),
        () -> "{\"name\":\"w\"}",
        servers,
        listener);
  }

  private static Duration slowestHeartbeat(Tunnel tunnel, AtomicInteger refused) throws Exception {
    long begun = System.nanoTime();
    Duration slowest = Duration.ZERO;
    while (System.nanoTime() - begun < TIME.toNanos() || refused.get() <= STRANGERS) {
      long start = System.nanoTime();
      try (Tunnel.Connection c = tunnel.dial(Tunnel.Server.GARDEN, LIMIT)) {
        c.out().write('P');
        c.out().flush();
        assertThat(c.in().read()).isEqualTo('p');
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }
    return slowest;
  }
}
