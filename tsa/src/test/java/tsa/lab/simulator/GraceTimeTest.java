package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Facts about grace times (docs/protocol/worker-apis.md#grace-time); only on the simulator, whose
 * time can be turned.
 */
class GraceTimeTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private SimulatedRig rig;

  GraceTimeTest() throws IOException {
    rig = SimulatedRig.of(GardenKind.CONTAINERD);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void use(GardenKind kind) throws IOException {
    rig.close();
    rig = SimulatedRig.of(kind);
  }

  private void create(String extra, GardenKind kind) {
    String rootfs =
        kind == GardenKind.HOUDINI ? "" : ",\"rootfs\":\"raw://" + rig.volume("v") + "\"";
    rig.garden.post("/containers", "{\"handle\":\"c\"" + rootfs + extra + "}").assertStatus(200);
  }

  private void assertGone() {
    eventually().untilAsserted(() -> assertThat(rig.worker.containers()).isEmpty());
  }

  private void assertThere() {
    assertThat(rig.worker.containers()).containsExactly("c");
  }

  @ParameterizedTest
  @CsvSource({"GUARDIAN,true", "CONTAINERD,false", "HOUDINI,false"})
  void theFieldAtCreateIsHonouredByGuardianOnly(GardenKind kind, boolean honoured)
      throws IOException {
    use(kind);
    create(",\"grace_time\":60000000000", kind);
    assertThat(rig.timers.waiting()).isEqualTo(honoured ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource({"GUARDIAN,true", "CONTAINERD,true", "HOUDINI,false"})
  void thePropertyAtCreateIsIgnoredByHoudiniOnly(GardenKind kind, boolean honoured)
      throws IOException {
    use(kind);
    create(",\"properties\":{\"garden.grace-time\":\"60000000000\"}", kind);
    rig.timers.advance(MINUTE);
    if (honoured) {
      assertGone();
    } else {
      assertThere();
    }
  }

  @ParameterizedTest
  @EnumSource(GardenKind.class)
  void settingItLaterWorksEverywhere(GardenKind kind) throws IOException {
    use(kind);
    create("", kind);
    rig.garden.put("/containers/c/grace_time", "60000000000").assertStatus(200);
    rig.timers.advance(MINUTE.minusNanos(1));
    assertThere();
    rig.timers.advance(Duration.ofNanos(1));
    assertGone();
  }

  @ParameterizedTest
  @EnumSource(GardenKind.class)
  void zeroFiresAtOnce(GardenKind kind) throws IOException {
    use(kind);
    create("", kind);
    rig.garden.put("/containers/c/grace_time", "0").assertStatus(200);
    assertGone();
  }

  @Test
  void aCallOfTheContainerRestartsItFromTheFullValue() {
    create(",\"properties\":{\"garden.grace-time\":\"60000000000\"}", GardenKind.CONTAINERD);
    rig.timers.advance(Duration.ofSeconds(59));
    rig.garden.get("/containers/c/properties").assertStatus(200);
    rig.timers.advance(Duration.ofSeconds(59));
    assertThere();
    rig.timers.advance(Duration.ofSeconds(1));
    assertGone();
  }

  @Test
  void listingAndPingingDoNotTouchIt() {
    create(",\"properties\":{\"garden.grace-time\":\"60000000000\"}", GardenKind.CONTAINERD);
    rig.timers.advance(Duration.ofSeconds(59));
    rig.garden.get("/containers").assertStatus(200);
    rig.garden.get("/ping").assertStatus(200);
    rig.timers.advance(Duration.ofSeconds(1));
    assertGone();
  }

  @Test
  void anOpenProcessStreamHoldsItIndefinitely() throws IOException {
    create(",\"properties\":{\"garden.grace-time\":\"60000000000\"}", GardenKind.CONTAINERD);
    byte[] spec = "{\"path\":\"/tmp/gdn-init\"}".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = rig.garden.send("POST", "/containers/c/processes", spec)) {
      InputStream in = socket.getInputStream();
      while (!RawConnection.line(in).startsWith("{\"process_id\"")) {}
      eventually().untilAsserted(() -> assertThat(rig.timers.waiting()).isZero());
      rig.timers.advance(MINUTE.multipliedBy(10));
      assertThere();
    }
    eventually().untilAsserted(() -> assertThat(rig.timers.waiting()).isEqualTo(1));
    rig.timers.advance(MINUTE);
    assertGone();
  }

  @Test
  void itTakesTheContainerButNeverTheVolume() {
    create(",\"properties\":{\"garden.grace-time\":\"1\"}", GardenKind.CONTAINERD);
    rig.timers.advance(MINUTE);
    assertGone();
    assertThat(rig.worker.volumes()).containsExactly("v");
  }

  @Test
  void aDeleteForgetsTheTimer() {
    create(",\"properties\":{\"garden.grace-time\":\"60000000000\"}", GardenKind.CONTAINERD);
    rig.garden.delete("/containers/c").assertStatus(200);
    assertThat(rig.timers.waiting()).isZero();
  }

  @Test
  void aFailedDestroyIsNotTriedAgain() {
    create(",\"properties\":{\"garden.grace-time\":\"60000000000\"}", GardenKind.CONTAINERD);
    rig.worker.faults().set(Fault.RUNTIME_DOWN);
    rig.timers.advance(MINUTE);
    assertThat(rig.timers.waiting()).isZero();
    assertThere();
  }
}
