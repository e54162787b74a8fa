package tsa.lab.simulator;

/**
 * How Baggageclaim keeps volumes; the drivers differ where things go wrong
 * (docs/protocol/worker-apis.md#volumes-on-disk).
 */
public enum VolumeDriver {
  /** Plain directories. */
  NAIVE,
  /** Subvolumes; a create on a full disk burns its handle. */
  BTRFS,
  /** Layers, the default choice; creating a live handle again wipes the live volume. */
  OVERLAY
}
