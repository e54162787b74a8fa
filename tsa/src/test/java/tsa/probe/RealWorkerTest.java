package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import tsa.control.port.Tunnel;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.Verdict;
import tsa.worker.CheckHandle;

/**
 * The deep check itself, of the real worker whose servers are at {@code -Dworker.garden=host:port}
 * and {@code -Dworker.baggageclaim=host:port}; else of a simulated one.
 */
class RealWorkerTest {
  private static final String GARDEN = System.getProperty("worker.garden", "");
  private static final String BAGGAGECLAIM = System.getProperty("worker.baggageclaim", "");

  @Test
  void checksOfEveryCadencePassAndLeaveNothing() throws IOException {
    if (GARDEN.isEmpty()) {
      try (SimulatedTunnel worker = SimulatedTunnel.containerd()) {
        assertChecksPass(worker);
      }
    } else {
      assertChecksPass((server, limit) ->
          switch (server) {
            case GARDEN -> dial(GARDEN, limit);
            case BAGGAGECLAIM -> dial(BAGGAGECLAIM, limit);
          });
    }
  }

  private static Tunnel.Connection dial(String address, Duration limit) throws IOException {
    int colon = address.lastIndexOf(':');
    return SocketConnection.to(
        address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), limit);
  }

  private static void assertChecksPass(Tunnel worker) {
    try (Probing probing = Probing.thorough()) {
      CheckReport thorough = probing.check(worker, Duration.ofSeconds(30));
      assertThat(thorough.verdict()).as(thorough.toString()).isEqualTo(Verdict.HEALTHY);
      assertThat(thorough.steps())
          .extracting(CheckReport.Step::step)
          .containsExactly(CheckStep.values());
      CheckReport light = probing.check(worker, Duration.ofSeconds(30));
      assertThat(light.verdict()).as(light.toString()).isEqualTo(Verdict.HEALTHY);
      assertThat(light.steps())
          .extracting(CheckReport.Step::step)
          .doesNotContain(CheckStep.STREAM_IN, CheckStep.CHILD_VOLUME);
      assertThat(probing.journal.size()).isZero();
      assertThat(probing.journal.struck()).hasSize(3);
      assertThat(probing.journal.struck()).noneMatch(handle -> isListed(worker, handle));
    }
  }

  /** Others may be checking the same worker, so that only handles of ours tell anything. */
  private static boolean isListed(Tunnel worker, CheckHandle handle) {
    Cancellation never = new Cancellation();
    CallDeadline deadline = CallDeadline.in(Probing.AMPLE, System::nanoTime);
    try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
      WorkerHttpClient http = new WorkerHttpClient(worker, timer, never);
      return new GardenClient(http).containers(deadline).contains(handle)
          || new BaggageclaimClient(http, never).volumes(deadline).contains(handle);
    } catch (ProbeException e) {
      throw new AssertionError(e.finding().detail(), e);
    }
  }
}
