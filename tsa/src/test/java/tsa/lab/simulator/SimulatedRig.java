package tsa.lab.simulator;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** A simulated worker on two loopback ports, with a time that the test turns. */
final class SimulatedRig implements AutoCloseable {
  final ManualTimers timers = new ManualTimers();
  final SimulatedWorkerServers worker;
  final RawConnection garden;
  final RawConnection baggageclaim;

  SimulatedRig(SimulatorSettings settings) throws IOException {
    InstantSource wall = InstantSource.fixed(Instant.parse("2026-08-07T21:38:18Z"));
    SimulatorClock clock = new SimulatorClock(wall, new AtomicLong()::incrementAndGet, timers);
    worker = new SimulatedWorkerServers(settings, clock);
    garden = new RawConnection(worker.garden().listen(0));
    baggageclaim = new RawConnection(worker.baggageclaim().listen(0));
  }

  static SimulatedRig of(GardenKind kind) throws IOException {
    return new SimulatedRig(SimulatorSettings.concourse().with(kind));
  }

  /** Creates a volume and returns its path on the worker. */
  String volume(String handle) {
    return baggageclaim
        .post("/volumes", Bodies.volume(handle))
        .assertStatus(201)
        .json()
        .path("path")
        .stringValue();
  }

  /** Creates a volume and a container on it, both of that handle. */
  void container(String handle) {
    garden.post("/containers", Bodies.container(handle, volume(handle))).assertStatus(200);
  }

  @Override
  public void close() {
    worker.close();
  }
}
