package tsa.lab.simulator;

import java.io.IOException;
import java.util.List;

/**
 * The start of a container by runc: it reads the rootfs, makes mount points in it and mounts the
 * binds, so this is where a container meets the volumes' disk
 * (docs/protocol/worker-apis.md#starting-a-container).
 *
 * @param prefix what the callers of runc put before its messages
 */
record RuncStart(GardenDependencies dependencies, String prefix) {
  private static final String INIT =
      "unable to start container process: error during container init: ";

  /** Returns the volume the container now runs on. */
  SimulatedVolume start(String path, boolean privileged, List<String> binds)
      throws GardenException, IOException, InterruptedException {
    dependencies.disk().read();
    SimulatedVolume volume = dependencies.volumes().volumeAt(path);
    if (volume == null) {
      throw failed("invalid rootfs: stat " + path + ": no such file or directory");
    }
    for (String bind : binds) {
      if (dependencies.volumes().volumeAt(bind) == null) {
        throw failed(
            INIT + "failed to fulfil mount request: open " + bind + ": no such file or directory");
      }
    }
    if (volume.damaged()) {
      throw failed(mkdir(path, "no such file or directory"));
    }
    if (volume.privileged() && !privileged) {
      throw failed(mkdir(path, "permission denied"));
    }
    makeMountPoints(path, volume);
    return volume;
  }

  /**
   * On a full disk this still works: it was measured on btrfs
   * (docs/protocol/worker-apis.md#disk-troubles).
   */
  private void makeMountPoints(String path, SimulatedVolume volume)
      throws GardenException, IOException, InterruptedException {
    try {
      dependencies.disk().change();
    } catch (DiskException e) {
      throw failed(mkdir(path, e.text()));
    }
    for (String directory : List.of("/dev", "/etc", "/proc", "/sys", "/tmp")) {
      volume.files().addDirectory(directory);
    }
  }

  private static String mkdir(String path, String reason) {
    return INIT
        + "error mounting \"proc\" to rootfs at \"/proc\": mkdirat "
        + path
        + "/proc: "
        + reason;
  }

  private GardenException failed(String message) {
    return GardenException.untyped(prefix + message);
  }
}
