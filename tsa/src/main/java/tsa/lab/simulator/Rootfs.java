package tsa.lab.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What can be run in a container's file system.
 *
 * @param volume the volume it stands on; null without one
 * @param init the program that the runtime mounts into every container; it waits for a signal
 */
record Rootfs(@Nullable SimulatedVolume volume, String init) {
  boolean has(String path) {
    return volume != null && volume.files().has(path);
  }

  /**
   * Starts a process: the init runs until it is told to stop, a program that was streamed into the
   * volume ends at once with status 0.
   *
   * @return null when there is no such program
   */
  @Nullable SimulatedProcess process(String id, String path) {
    if (path.equals(init)) {
      return SimulatedProcess.waiting(id);
    }
    return has(path) ? SimulatedProcess.ended(id, 0) : null;
  }
}
