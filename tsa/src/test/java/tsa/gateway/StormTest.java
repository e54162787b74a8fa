package tsa.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.control.port.Tunnel;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkServers;
import tsa.lab.simulator.link.LinkSettings;
import tsa.lab.simulator.link.SimulatedLink;
import tsa.testing.Patience;

/** A whole fleet that loses its gateway at one instant, and comes back at another. */
class StormTest {
  private static final int WORKERS = 250;

  @TempDir private Path folder;

  /** Answers each connection with one byte. */
  private static final class Answering implements LinkServers {
    @Override
    public void garden(InputStream in, OutputStream out, Closeable connection) {
      Thread.ofVirtual()
          .start(() -> {
            try (connection) {
              out.write('p');
              out.close();
            } catch (IOException cut) {
              return; // the other end asserts what it sees
            }
          });
    }

    @Override
    public void baggageclaim(InputStream in, OutputStream out, Closeable connection) {
      garden(in, out, connection);
    }
  }

  @Test
  void allComeBackAndAreHeard() throws Exception {
    try (GatewayRig rig = GatewayRig.start(folder);
        LinkClient client = LinkClient.start(new Random(1))) {
      AtomicInteger heard = new AtomicInteger();
      rig.registrations.onOpen(
          session -> Thread.ofVirtual().start(() -> heartbeat(session, heard)));
      List<SimulatedLink> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(worker(rig, client, "w" + i));
      }
      workers.forEach(SimulatedLink::start);
      eventually("the first time").until(() -> heard.get() >= WORKERS);
      heard.set(0);
      workers.forEach(SimulatedLink::cut);
      eventually("again").until(() -> heard.get() >= WORKERS);
      assertThat(workers).allMatch(worker -> !worker.exited().isDone());
      workers.forEach(SimulatedLink::close);
    }
  }

  private static SimulatedLink worker(GatewayRig rig, LinkClient client, String name) {
    return new SimulatedLink(
        client,
        LinkSettings.of(rig.address(), TestKeys.GLOBAL).withPause(Duration.ofMillis(300)),
        () -> "{\"name\":\"" + name + "\"}",
        new Answering(),
        LinkListener.NONE);
  }

  /** The first heartbeat of a registration. */
  private static void heartbeat(RigRegistrations.Opened session, AtomicInteger heard) {
    try (Tunnel.Connection c = session.link().tunnel().dial(Tunnel.Server.GARDEN, Patience.LIMIT)) {
      if (c.in().read() == 'p') {
        heard.incrementAndGet();
      }
    } catch (IOException lost) {
      return; // not heard
    }
  }
}
