package tsa.lab.simulator;

import java.util.List;
import java.util.stream.Stream;

/**
 * The two servers of one simulated worker, its disk and its faults: everything behind the tunnel.
 * Costs a few objects until a connection comes; no thread, no port. Safe for use by many threads.
 */
public final class SimulatedWorkerServers implements AutoCloseable {
  /** What every handle of a health check begins with. */
  public static final String PROBE_PREFIX = "health-check-";

  /** What handles of {@link #load} begin with; a number follows. */
  public static final String BUILD_PREFIX = "build-";

  private final Faults faults;
  private final SimulatedGarden garden;
  private final SimulatedBaggageclaim baggageclaim;
  private final UnknownHandleSweep sweep;

  /** Makes a worker in good health. */
  public SimulatedWorkerServers(SimulatorSettings settings, SimulatorClock clock) {
    faults = new Faults(settings.maxHold());
    SimulatedDisk disk = new SimulatedDisk(faults);
    VolumeStore store = new VolumeStore(settings.driver(), disk);
    GardenDependencies dependencies =
        new GardenDependencies(
            faults,
            disk,
            store,
            settings.maxContainers(),
            settings.requestTimeout(),
            clock.nanos());
    garden = SimulatedGarden.start(settings.kind(), dependencies, clock, settings.maxHold());
    baggageclaim = SimulatedBaggageclaim.start(store, disk, faults, clock);
    sweep = new UnknownHandleSweep(this, clock.timers());
    faults.onChange(sweep::faultsChanged);
  }

  /** Returns the container server, to connect to. */
  public SimulatedGarden garden() {
    return garden;
  }

  /** Returns the volume server, to connect to. */
  public SimulatedBaggageclaim baggageclaim() {
    return baggageclaim;
  }

  /** Returns the fault switches. */
  public Faults faults() {
    return faults;
  }

  /** Adds {@code n} containers and volumes of builds, known to the cluster, past any limit. */
  public void load(int n) {
    for (int i = 0; i < n; i++) {
      String handle = BUILD_PREFIX + i;
      sweep.know(handle);
      garden.preload(handle);
      baggageclaim.preload(handle);
    }
  }

  /** Returns the container handles a report would list. */
  public List<String> containers() {
    return garden.containers();
  }

  /** Returns the volume handles a report would list. */
  public List<String> volumes() {
    return baggageclaim.volumes();
  }

  /** Destroys a container as the worker's own sweeper does; false when that failed. */
  public boolean destroyContainer(String handle) throws InterruptedException {
    return garden.destroy(handle);
  }

  /** Destroys a volume as the worker's own sweeper does; false when that failed. */
  public boolean destroyVolume(String handle) throws InterruptedException {
    return baggageclaim.destroy(handle);
  }

  /**
   * Destroys every container and volume but those of {@link #load}, as one tick of report and sweep
   * does with handles that no build owns (docs/protocol/worker-apis.md#sweeps-of-unknown-handles).
   */
  public void sweepUnknown() throws InterruptedException {
    sweep.run();
  }

  /** Returns what is there and what ever was. */
  public ObjectCounts counters() {
    return new ObjectCounts(
        containers().size(),
        volumes().size(),
        garden.createdCount(),
        baggageclaim.createdCount(),
        Stream.concat(containers().stream(), volumes().stream())
            .filter(handle -> handle.startsWith(PROBE_PREFIX))
            .sorted()
            .toList());
  }

  /**
   * A reading of a worker's counters.
   *
   * @param containers alive now, failed attempts that left a record included
   * @param volumes alive now
   * @param containersCreated ever
   * @param volumesCreated ever
   * @param probeHandles those alive that health checks made: containers and volumes, sorted
   */
  public record ObjectCounts(
      int containers,
      int volumes,
      long containersCreated,
      long volumesCreated,
      List<String> probeHandles) {}

  /** Ends every connection and lets every held call go. */
  @Override
  public void close() {
    sweep.close();
    garden.close();
    baggageclaim.close();
    faults.close();
  }
}
