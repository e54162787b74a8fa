package tsa.lab.simulator;

import java.io.IOException;
import java.util.OptionalLong;

/**
 * The disk under a worker's volumes: says yes, no or nothing at all, as the fault switches have it
 * (docs/protocol/worker-apis.md#disk-troubles). It holds no data. Safe for use by many threads.
 */
final class SimulatedDisk {
  // Volumes are Baggageclaim's; a fault set on it also meets Garden when that writes to a volume.
  private static final WorkerServer OWNER = WorkerServer.BAGGAGECLAIM;

  private final Faults faults;

  SimulatedDisk(Faults faults) {
    this.faults = faults;
  }

  /** Opens or reads a file; hangs on a dead device. */
  void read() throws IOException, InterruptedException {
    faults.hold(OWNER, Fault.HUNG_READS);
  }

  /** Renames, deletes or rewrites a file: needs a writable disk, but no space. */
  void change() throws DiskException, IOException, InterruptedException {
    read();
    faults.hold(OWNER, Fault.FROZEN_WRITES);
    faults.delay(OWNER, Fault.SLOW_DISK);
    if (faults.isOn(OWNER, Fault.READ_ONLY_DISK)) {
      throw new DiskException("read-only file system");
    }
  }

  /** Makes a file or directory, or writes content: needs a writable disk with space. */
  void grow() throws DiskException, IOException, InterruptedException {
    change();
    if (isFull()) {
      throw new DiskException("no space left on device");
    }
  }

  /** Returns whether there is no space; asks without touching the disk. */
  boolean isFull() {
    return faults.isOn(OWNER, Fault.FULL_DISK);
  }

  /** Returns whether there is room for a few bytes only; asks without touching the disk. */
  boolean isNearlyFull() {
    return faults.isOn(OWNER, Fault.NEARLY_FULL_DISK);
  }

  /** Returns what fits of a stream with that limit. */
  StreamLimit room(StreamLimit asked) {
    OptionalLong kib = faults.argument(OWNER, Fault.NEARLY_FULL_DISK);
    return kib.isPresent() ? new StreamLimit(Math.max(1, kib.getAsLong() * 1024)) : asked;
  }

  /** Returns whether volumes can be copied; asks without touching the disk. */
  boolean copies() {
    return !faults.isOn(OWNER, Fault.BROKEN_COPIES);
  }

  /** Returns whether volumes cannot be unmounted; asks without touching the disk. */
  boolean volumesAreBusy() {
    return faults.isOn(OWNER, Fault.BUSY_VOLUMES);
  }
}
