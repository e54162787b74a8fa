package tsa.lab.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A simulated Baggageclaim server (docs/protocol/worker-apis.md#baggageclaim). Safe for use by many
 * threads.
 */
public final class SimulatedBaggageclaim extends SimulatedServer {
  private final VolumeStore store;

  static SimulatedBaggageclaim start(
      VolumeStore store, SimulatedDisk disk, Faults faults, SimulatorClock clock) {
    return new SimulatedBaggageclaim(store, new VolumeRoutes(store, disk), faults, clock);
  }

  private SimulatedBaggageclaim(
      VolumeStore store, VolumeRoutes routes, Faults faults, SimulatorClock clock) {
    super(WorkerServer.BAGGAGECLAIM, routes.handler(), faults, clock.wall());
    this.store = store;
  }

  /** Returns the handles of all live volumes. */
  public List<String> volumes() {
    return store.liveHandles();
  }

  /** Returns the handles of volumes whose destroy failed half way. */
  List<String> deadVolumes() {
    return store.deadHandles();
  }

  /** Returns how many volumes were ever created. */
  public long createdCount() {
    return store.created().count();
  }

  /**
   * Returns how often a volume was destroyed with the host's devices mounted in it, which on a real
   * machine deletes them (docs/protocol/worker-apis.md#privileges-and-the-rootfs); a checker that
   * does this is broken.
   */
  public long hostDamage() {
    return store.hostDamage();
  }

  /**
   * Destroys a volume as a DELETE does, past all connectivity faults, but not past those of the
   * disk.
   *
   * @return false when it was not there or could not be destroyed
   */
  public boolean destroy(String handle) throws InterruptedException {
    try {
      store.destroy(handle);
      return true;
    } catch (VolumeException | IOException e) {
      return false;
    }
  }

  /** Retries the volumes whose destroy failed half way, as a sweep does. */
  public void cleanupOrphans() throws InterruptedException {
    try {
      store.cleanupOrphans();
    } catch (IOException closed) {
      return; // the worker is being closed; nothing is left to clean
    }
  }

  /** Adds a volume that was there before. */
  void preload(String handle) {
    store.preload(
        new SimulatedVolume(new VolumeSpec(handle, new VolumeSpec.Empty(), Map.of(), false, null)));
  }
}
