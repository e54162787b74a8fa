package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The raw rootfs check harms a machine that runs houdini
 * (docs/protocol/worker-apis.md#privileges-and-the-rootfs). Never run against a real one; the
 * simulator counts the harm instead, so that a test of the checker can prove it does none.
 */
class HoudiniDamageTest {
  @Test
  void destroyingTheVolumeAfterwardsDeletesTheHostsDevices() throws Exception {
    try (SimulatedRig rig = SimulatedRig.of(GardenKind.HOUDINI)) {
      String path = rig.volume("v");
      RawConnection.RawAnswer answer = rig.garden.post("/containers", Bodies.container("v", path));
      assertThat(answer.assertStatus(500).message()).contains("etc/resolv.conf");
      rig.baggageclaim.delete("/volumes/v").assertStatus(204);
      assertThat(rig.worker.baggageclaim().hostDamage()).isEqualTo(1);
    }
  }

  @Test
  void aVolumeThatNoContainerTouchedIsHarmless() throws Exception {
    try (SimulatedRig rig = SimulatedRig.of(GardenKind.HOUDINI)) {
      rig.volume("v");
      rig.baggageclaim.delete("/volumes/v").assertStatus(204);
      assertThat(rig.worker.baggageclaim().hostDamage()).isZero();
    }
  }
}
