package tsa.lab.simulator;

/** Which backend a simulated Garden behaves like; told apart by {@code GET /capacity}. */
public enum GardenKind {
  /** Concourse's own, the default of 8.2. */
  CONTAINERD,
  /** gdn. */
  GUARDIAN,
  /**
   * No isolation at all; refuses the raw rootfs check and does harm by it
   * (docs/protocol/worker-apis.md#privileges-and-the-rootfs).
   */
  HOUDINI
}
