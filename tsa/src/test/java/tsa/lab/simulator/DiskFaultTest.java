package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault of the disk (docs/protocol/worker-apis.md#disk-troubles). */
class DiskFaultTest {
  private SimulatedRig rig;

  DiskFaultTest() throws IOException {
    rig = SimulatedRig.of(GardenKind.CONTAINERD);
  }

  private void use(VolumeDriver driver) throws IOException {
    rig.close();
    rig = new SimulatedRig(SimulatorSettings.concourse().with(driver));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Faults faults() {
    return rig.worker.faults();
  }

  private RawConnection volumes() {
    return rig.baggageclaim;
  }

  private RawConnection.RawAnswer settled(String handle) {
    return eventually()
        .until(() -> volumes().get("/volumes-async/" + handle), answer -> answer.status() != 204);
  }

  private RawConnection.RawAnswer streamIn(String handle) throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    VolumeFiles files = new VolumeFiles();
    files.addFile("/f", new byte[10], 10);
    TarWriter.write(tar, files, "/");
    return volumes()
        .call(
            "PUT", "/volumes/" + handle + "/stream-in", tar.toByteArray(), "Content-Encoding: raw");
  }

  @Test
  void readOnly() throws IOException {
    rig.volume("v");
    faults().set(Fault.READ_ONLY_DISK);
    volumes().get("/volumes").assertStatus(200);
    volumes().get("/volumes/v").assertStatus(200);
    volumes().post("/volumes", Bodies.volume("w")).assertStatus(500);
    volumes().post("/volumes-async", Bodies.volume("x")).assertStatus(201);
    settled("x").assertStatus(500);
    volumes().delete("/volumes/v").assertStatus(500);
    volumes().put("/volumes/v/properties/a", "{\"value\":\"b\"}").assertStatus(404);
    volumes().put("/volumes/v/privileged", "{\"value\":true}").assertStatus(404);
    streamIn("v").assertStatus(400);
    volumes().post("/volumes/cleanup-orphans", "").assertStatus(204);
  }

  @Test
  void aContainerOnAReadOnlyDiskFailsAndLeavesItsRecord() {
    String path = rig.volume("v");
    faults().set(Fault.READ_ONLY_DISK);
    RawConnection.RawAnswer answer = rig.garden.post("/containers", Bodies.container("v", path));
    assertThat(answer.assertStatus(500).message())
        .startsWith("starting task: ")
        .endsWith("read-only file system");
    assertThat(rig.worker.containers()).containsExactly("v");
  }

  @Test
  void full() throws IOException {
    String path = rig.volume("v");
    faults().set(Fault.FULL_DISK);
    volumes().post("/volumes", Bodies.volume("w")).assertStatus(500);
    volumes().post("/volumes-async", Bodies.volume("x")).assertStatus(201);
    settled("x").assertStatus(500);
    volumes().put("/volumes/v/properties/a", "{\"value\":\"b\"}").assertStatus(204);
    streamIn("v").assertStatus(400);
    rig.garden.post("/containers", Bodies.container("v", path)).assertStatus(200);
    rig.garden.delete("/containers/v").assertStatus(200);
    volumes().delete("/volumes/v").assertStatus(204);
  }

  @Test
  void aFullBtrfsBurnsTheHandle() throws IOException {
    use(VolumeDriver.BTRFS);
    faults().set(Fault.FULL_DISK);
    volumes().post("/volumes", Bodies.volume("v")).assertStatus(500);
    faults().clearAll();
    volumes().post("/volumes", Bodies.volume("v")).assertStatus(500);
    volumes().post("/volumes", Bodies.volume("w")).assertStatus(201);
  }

  @Test
  void frozenWritesAreCarriedOutAfterTheThaw() throws IOException {
    faults().set(Fault.FROZEN_WRITES);
    byte[] body = Bodies.volume("late").getBytes(StandardCharsets.UTF_8);
    try (Socket socket = volumes().send("POST", "/volumes", body)) {
      RawConnection.assertSilent(socket);
    }
    volumes().get("/volumes").assertStatus(200);
    faults().clearAll();
    eventually().untilAsserted(() -> assertThat(rig.worker.volumes()).containsExactly("late"));
  }

  @Test
  void aCancelledAsyncVolumeIsGoneAfterTheThaw() {
    faults().set(Fault.FROZEN_WRITES);
    volumes().post("/volumes-async", Bodies.volume("late")).assertStatus(201);
    assertThat(volumes().get("/volumes-async/late").assertStatus(204).body()).isEmpty();
    volumes().delete("/volumes-async/late").assertStatus(204);
    faults().clearAll();
    eventually().until(() -> rig.worker.baggageclaim().createdCount() == 1);
    eventually().untilAsserted(() -> assertThat(rig.worker.volumes()).isEmpty());
  }

  @Test
  void aContainerOnAFrozenDiskIsListedAndCanBeDeleted() throws IOException {
    String path = rig.volume("v");
    faults().set(Fault.FROZEN_WRITES);
    byte[] body = Bodies.container("v", path).getBytes(StandardCharsets.UTF_8);
    try (Socket socket = rig.garden.send("POST", "/containers", body)) {
      RawConnection.assertSilent(socket);
      assertThat(rig.garden.get("/containers").body()).contains("\"v\"");
      rig.garden.delete("/containers/v").assertStatus(200);
      faults().clearAll();
      RawConnection.read(socket.getInputStream()).assertStatus(500);
      assertThat(rig.worker.containers()).isEmpty();
    }
  }

  @Test
  void hungReadsHoldEvenAList() throws IOException {
    faults().set(Fault.HUNG_READS);
    try (Socket socket = volumes().send("GET", "/volumes", new byte[0])) {
      RawConnection.assertSilent(socket);
      rig.garden.get("/containers").assertStatus(200);
      faults().clearAll();
      RawConnection.read(socket.getInputStream()).assertStatus(200);
    }
  }

  @Test
  void aSlowDiskDelaysWritesOnly() throws IOException {
    faults().set(Fault.SLOW_DISK, 60_000);
    volumes().get("/volumes").assertStatus(200);
    byte[] body = Bodies.volume("v").getBytes(StandardCharsets.UTF_8);
    try (Socket socket = volumes().send("POST", "/volumes", body)) {
      RawConnection.assertSilent(socket);
      faults().clearAll();
      RawConnection.read(socket.getInputStream()).assertStatus(201);
    }
  }

  @Test
  void aBusyVolumeLeavesADeadEntryForTheSweep() {
    rig.volume("v");
    faults().set(Fault.BUSY_VOLUMES);
    volumes().delete("/volumes/v").assertStatus(500);
    volumes().get("/volumes/v").assertStatus(404);
    volumes().delete("/volumes/v").assertStatus(404);
    assertThat(rig.worker.baggageclaim().deadVolumes()).containsExactly("v");
    faults().clearAll();
    volumes().post("/volumes/cleanup-orphans", "").assertStatus(204);
    assertThat(rig.worker.baggageclaim().deadVolumes()).isEmpty();
  }

  @Test
  void aDuplicateOnOverlayWipesTheLiveVolumeAndOnOthersDoesNot() throws IOException {
    for (VolumeDriver driver : VolumeDriver.values()) {
      use(driver);
      rig.volume("v");
      streamIn("v").assertStatus(204);
      volumes().post("/volumes", Bodies.volume("v")).assertStatus(500);
      volumes().get("/volumes/v").assertStatus(200);
      streamIn("v").assertStatus(driver == VolumeDriver.OVERLAY ? 400 : 204);
    }
  }

  @Test
  void aHandleReusedBesideItsDeadEntryIsWipedByTheSweep() throws IOException {
    rig.volume("v");
    faults().set(Fault.BUSY_VOLUMES);
    volumes().delete("/volumes/v").assertStatus(500);
    faults().clearAll();
    rig.volume("v");
    streamIn("v").assertStatus(204);
    volumes().post("/volumes/cleanup-orphans", "").assertStatus(204);
    streamIn("v").assertStatus(400);
  }
}
