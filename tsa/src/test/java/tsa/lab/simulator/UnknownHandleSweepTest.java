package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The worker's own sweep and the hooks for it
 * (docs/protocol/worker-apis.md#sweeps-of-unknown-handles).
 */
class UnknownHandleSweepTest {
  private static final Duration TICK = Duration.ofSeconds(30);

  private final SimulatedRig rig;

  UnknownHandleSweepTest() throws IOException {
    rig = SimulatedRig.of(GardenKind.CONTAINERD);
    rig.worker.load(2);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void assertOnlyTheLoadIsLeft() {
    assertThat(rig.worker.containers()).containsExactly("build-0", "build-1");
    assertThat(rig.worker.volumes()).containsExactly("build-0", "build-1");
  }

  @Test
  void oneSweepTakesWhatNoBuildOwns() throws InterruptedException {
    rig.container("health-check-1");
    rig.worker.sweepUnknown();
    assertOnlyTheLoadIsLeft();
  }

  @Test
  void theFaultSweepsOnEveryTickUntilItIsCleared() {
    rig.worker.faults().set(Fault.SWEEP);
    for (int tick = 0; tick < 2; tick++) {
      rig.container("health-check-" + tick);
      rig.timers.advance(TICK);
      eventually().untilAsserted(this::assertOnlyTheLoadIsLeft);
      eventually().until(() -> rig.timers.waiting() == 1);
    }
    rig.worker.faults().clear(Fault.SWEEP);
    assertThat(rig.timers.waiting()).isZero();
  }

  @Test
  void theHooksDestroyOneByOne() throws InterruptedException {
    rig.container("c");
    assertThat(rig.worker.destroyContainer("c")).isTrue();
    assertThat(rig.worker.destroyContainer("c")).isFalse();
    assertThat(rig.worker.destroyVolume("c")).isTrue();
    assertThat(rig.worker.destroyVolume("c")).isFalse();
    assertOnlyTheLoadIsLeft();
  }

  @Test
  void theCountersTellWhatIsAndWhatWas() {
    rig.container("health-check-1");
    rig.garden.delete("/containers/health-check-1").assertStatus(200);
    SimulatedWorkerServers.ObjectCounts counters = rig.worker.counters();
    assertThat(counters.containers()).isEqualTo(2);
    assertThat(counters.volumes()).isEqualTo(3);
    assertThat(counters.containersCreated()).isEqualTo(1);
    assertThat(counters.volumesCreated()).as("the load was there before").isEqualTo(1);
    assertThat(counters.probeHandles()).containsExactly("health-check-1");
  }
}
