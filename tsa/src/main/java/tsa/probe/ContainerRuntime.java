package tsa.probe;

/**
 * What is behind Garden, as {@code GET /capacity} tells without side effects
 * (docs/protocol/worker-apis.md#three-backends).
 */
enum ContainerRuntime {
  /**
   * gdn. Its init heeds the second way of stopping only
   * (docs/protocol/worker-apis.md#running-a-process).
   */
  GUARDIAN("/tmp/garden-init", true, true),
  /** containerd, the default of Concourse. */
  CONTAINERD("/tmp/gdn-init", true, false),
  /**
   * Houdini: plain processes. A container on a raw volume would mount the host's {@code /dev} into
   * the volume, and destroying the volume would then empty it
   * (docs/protocol/worker-apis.md#privileges-and-the-rootfs): never do that.
   */
  HOUDINI("true", false, false);

  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;

  private final String program;
  private final boolean usesVolume;
  private final boolean kills;

  ContainerRuntime(String program, boolean usesVolume, boolean kills) {
    this.program = program;
    this.usesVolume = usesVolume;
    this.kills = kills;
  }

  /** A program that is there even in a container with an empty volume. */
  String program() {
    return program;
  }

  /** Whether the container is made on the volume. */
  boolean usesVolume() {
    return usesVolume;
  }

  /** Whether the program waits until it is stopped; else it ends by itself. */
  boolean waitsForStop() {
    return usesVolume;
  }

  /** Whether stopping is to kill at once; else it begins with SIGTERM. */
  boolean kills() {
    return kills;
  }

  /** Whether a program that ran, and was stopped or ended by itself, ends like that. */
  boolean isOrderly(int exitStatus) {
    return exitStatus == 0
        || (waitsForStop() && (exitStatus == KILLED || exitStatus == TERMINATED));
  }
}
