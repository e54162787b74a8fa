package tsa.lab.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A simulated Garden server (docs/protocol/worker-apis.md#garden). Safe for use by many threads.
 */
public final class SimulatedGarden extends SimulatedServer {
  private final GardenBackend backend;
  private final GardenRoutes routes;

  static SimulatedGarden start(
      GardenKind kind, GardenDependencies dependencies, SimulatorClock clock, Duration maxStream) {
    GardenBackend backend = GardenBackend.of(kind, dependencies);
    GardenRoutes routes = new GardenRoutes(backend, clock.timers(), maxStream);
    return new SimulatedGarden(backend, routes, dependencies.faults(), clock);
  }

  private SimulatedGarden(
      GardenBackend backend, GardenRoutes routes, Faults faults, SimulatorClock clock) {
    super(WorkerServer.GARDEN, routes.handler(), faults, clock.wall());
    this.backend = backend;
    this.routes = routes;
  }

  /** Returns the handles of all records, also of those whose start failed or hangs. */
  public List<String> containers() {
    return backend.handles();
  }

  /** Returns how many containers were ever created. */
  public long createdCount() {
    return backend.created().count();
  }

  /** Returns the handles of the containers created last, oldest first; a bounded number. */
  List<String> createdHandles() {
    return backend.created().newest();
  }

  /**
   * Destroys a container as a DELETE does, past all connectivity faults.
   *
   * @return false when it was not there or could not be destroyed
   */
  public boolean destroy(String handle) throws InterruptedException {
    try {
      routes.destroy(handle);
      return true;
    } catch (GardenException | IOException e) {
      return false;
    }
  }

  /** Adds a running container that was there before, whatever the limit says. */
  void preload(String handle) {
    backend.preload(handle);
  }

  @Override
  public void close() {
    routes.close();
    super.close();
  }
}
