package tsa.probe;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import tsa.control.port.Tunnel;
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.GardenKind;
import tsa.lab.simulator.SimulatedWorkerServers;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.SimulatorSettings;
import tsa.lab.simulator.Timers;
import tsa.lab.simulator.WorkerServer;

/** A simulated worker on loopback ports in the place of one behind a gateway. */
final class SimulatedTunnel implements Tunnel, AutoCloseable {
  final SimulatedWorkerServers worker;
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
  private final int garden;
  private final int baggageclaim;
  private volatile boolean registered = true;
  private volatile boolean swept;

  SimulatedTunnel(SimulatorSettings settings) throws IOException {
    worker =
        new SimulatedWorkerServers(
            settings,
            new SimulatorClock(InstantSource.system(), System::nanoTime, Timers.on(executor)));
    garden = worker.garden().listen(0).getPort();
    baggageclaim = worker.baggageclaim().listen(0).getPort();
  }

  static SimulatedTunnel of(GardenKind kind) throws IOException {
    return new SimulatedTunnel(SimulatorSettings.concourse().with(kind));
  }

  static SimulatedTunnel containerd() throws IOException {
    return of(GardenKind.CONTAINERD);
  }

  SimulatedTunnel with(Fault fault) {
    worker.faults().set(fault);
    return this;
  }

  SimulatedTunnel with(WorkerServer server, Fault fault) {
    worker.faults().set(server, fault, fault.defaultArgument());
    return this;
  }

  /** From now on nothing can be dialled, as when a registration has ended. */
  void unregister() {
    registered = false;
  }

  /** From now on what no build owns is destroyed before each connection. */
  void sweepBeforeEachConnection() {
    swept = true;
  }

  @Override
  public Connection dial(Server server, Duration limit) throws IOException {
    if (!registered) {
      throw new IOException("the registration has ended");
    }
    if (swept) {
      sweep();
    }
    return SocketConnection.to(
        switch (server) {
          case GARDEN -> garden;
          case BAGGAGECLAIM -> baggageclaim;
        },
        limit);
  }

  private void sweep() throws IOException {
    try {
      worker.sweepUnknown();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("called off");
    }
  }

  @Override
  public void close() {
    worker.close();
    executor.shutdownNow();
  }
}
