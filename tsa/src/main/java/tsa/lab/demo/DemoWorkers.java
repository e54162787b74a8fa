package tsa.lab.demo;

import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.SimulatedWorker;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.SimulatorSettings;
import tsa.lab.simulator.Timers;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkSettings;

/** The six workers of the demo. */
final class DemoWorkers implements AutoCloseable {
  /** Loses its network and comes back. */
  static final String AMBER = "amber";

  /** Gets a read-only disk. */
  static final String BIRCH = "birch";

  /** Is ephemeral and vanishes. */
  static final String CEDAR = "cedar";

  /** Is landed. */
  static final String DOGWOOD = "dogwood";

  /** Is full. */
  static final String ELM = "elm";

  /** Has nothing done to it. */
  static final String FIR = "fir";

  static final List<String> NAMES = List.of(AMBER, BIRCH, CEDAR, DOGWOOD, ELM, FIR);

  private static final int CONTAINER_LIMIT = 250;

  private final ScheduledExecutorService timers;
  private final LinkClient client;
  private final Map<String, SimulatedWorker> workers = new LinkedHashMap<>();

  /**
   * Makes them; they do nothing before {@link #enter}.
   *
   * @param gateway where they register
   */
  DemoWorkers(LinkSettings gateway, InstantSource wall, LongSupplier nanos) {
    timers =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("demo-timers").factory());
    client = LinkClient.start(new Random());
    SimulatorClock clock = new SimulatorClock(wall, nanos, Timers.on(timers));
    long start = wall.instant().getEpochSecond();
    for (String name : NAMES) {
      SimulatedWorker.WorkerIdentity identity =
          new SimulatedWorker.WorkerIdentity(name, "", List.of(), name.equals(CEDAR), start);
      workers.put(
          name,
          new SimulatedWorker(
              identity, SimulatorSettings.concourse(), clock, client, gateway, LinkListener.NONE));
    }
  }

  /** All of them register. */
  void enter() {
    workers.values().forEach(SimulatedWorker::start);
  }

  private SimulatedWorker worker(String name) {
    SimulatedWorker worker = workers.get(name);
    if (worker == null) {
      throw new IllegalArgumentException("nobody is called " + name);
    }
    return worker;
  }

  void loseNetwork(String name) {
    worker(name).link().freeze();
  }

  void regainNetwork(String name) {
    worker(name).link().thaw();
  }

  void breakDisk(String name) {
    worker(name).servers().faults().set(Fault.READ_ONLY_DISK);
  }

  void fill(String name) {
    worker(name).servers().load(CONTAINER_LIMIT);
  }

  void vanish(String name) {
    worker(name).close();
  }

  /** Whether the worker's process ended with that code. */
  boolean exited(String name, int code) {
    return worker(name).exited().isDone() && worker(name).exited().join() == code;
  }

  /** Whether nothing of a deep check is on that worker: what is on it when it is killed stays. */
  boolean isClean(String name) {
    return worker(name).servers().counters().probeHandles().isEmpty();
  }

  /** Containers and volumes of deep checks that are on the workers now. */
  int checkObjects() {
    return workers.values().stream()
        .mapToInt(worker -> worker.servers().counters().probeHandles().size())
        .sum();
  }

  @Override
  public void close() throws IOException {
    workers.values().forEach(SimulatedWorker::close);
    client.close();
    timers.shutdownNow();
  }
}
