package tsa.lab.simulator;

import org.jspecify.annotations.Nullable;

/** Finds volumes by their path on the worker, as a container's rootfs and mounts name them. */
@FunctionalInterface
interface VolumePaths {
  /** Returns the live volume at that absolute path, or null; a trailing slash does not matter. */
  @Nullable SimulatedVolume volumeAt(String path);
}
