package tsa.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.lab.simulator.SimulatedWorker;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.SimulatorSettings;
import tsa.lab.simulator.Timers;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkSettings;

/** Orders to a simulated worker that never connects. */
class WorkerOrdersTest {
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final LinkClient client = LinkClient.start(new Random(1));
  private SimulatedWorker worker;

  @BeforeEach
  void start() throws NoSuchAlgorithmException {
    worker =
        new SimulatedWorker(
            new SimulatedWorker.WorkerIdentity("w", "", List.of(), false, 1),
            SimulatorSettings.concourse(),
            new SimulatorClock(InstantSource.system(), System::nanoTime, Timers.on(timers)),
            client,
            LinkSettings.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair()),
            LinkListener.NONE);
  }

  @AfterEach
  void stop() throws IOException {
    worker.close();
    client.close();
    timers.shutdownNow();
  }

  @Test
  void aLoadIsWhatThereIsAndNotWhatIsAdded() {
    WorkerOrders.obey(worker, "load 3");
    WorkerOrders.obey(worker, "load 5");
    assertThat(worker.servers().containers()).hasSize(5);
    WorkerOrders.obey(worker, "load 2");
    assertThat(worker.servers().containers()).containsExactlyInAnyOrder("build-0", "build-1");
    assertThat(worker.servers().volumes()).containsExactlyInAnyOrder("build-0", "build-1");
    WorkerOrders.obey(worker, "load 0");
    assertThat(worker.servers().containers()).isEmpty();
  }

  @Test
  void aLoadIsANumber() {
    for (String order : List.of("load", "load -1", "load many")) {
      assertThatThrownBy(() -> WorkerOrders.obey(worker, order))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("number of containers");
    }
  }
}
