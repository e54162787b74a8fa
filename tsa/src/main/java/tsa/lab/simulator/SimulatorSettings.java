package tsa.lab.simulator;

import java.time.Duration;

/**
 * How one simulated worker is made; a copy with one part changed is made by the {@code with}
 * methods.
 *
 * @param kind which Garden it runs
 * @param driver which volume driver it runs
 * @param maxContainers Garden's container limit
 * @param requestTimeout after which Garden gives up on a hung runtime
 * @param maxHold how long a "hung" call or an open process stream is held at the most
 */
public record SimulatorSettings(
    GardenKind kind,
    VolumeDriver driver,
    int maxContainers,
    Duration requestTimeout,
    Duration maxHold) {

  /**
   * Returns a worker as Concourse 8.2 sets it up
   * (docs/protocol/worker-apis.md#defaults-of-a-worker).
   */
  public static SimulatorSettings concourse() {
    return new SimulatorSettings(
        GardenKind.CONTAINERD,
        VolumeDriver.OVERLAY,
        250,
        Duration.ofMinutes(5),
        Duration.ofHours(1));
  }

  /** Returns a copy with another Garden. */
  public SimulatorSettings with(GardenKind other) {
    return new SimulatorSettings(other, driver, maxContainers, requestTimeout, maxHold);
  }

  /** Returns a copy with another volume driver. */
  SimulatorSettings with(VolumeDriver other) {
    return new SimulatorSettings(kind, other, maxContainers, requestTimeout, maxHold);
  }

  /** Returns a copy with another container limit. */
  public SimulatorSettings withMaxContainers(int other) {
    return new SimulatorSettings(kind, driver, other, requestTimeout, maxHold);
  }

  /** Returns a copy with another request timeout. */
  SimulatorSettings withRequestTimeout(Duration other) {
    return new SimulatorSettings(kind, driver, maxContainers, other, maxHold);
  }
}
