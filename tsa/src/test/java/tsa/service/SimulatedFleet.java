package tsa.service;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import tsa.lab.simulator.SimulatedWorker;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.SimulatorSettings;
import tsa.lab.simulator.Timers;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkSettings;

/** Simulated workers that register at one gateway of this machine over real SSH. */
final class SimulatedFleet implements AutoCloseable {
  /** Short, so that a test need not wait for a worker to come back. */
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** Unix seconds; all that matters is that a worker keeps its own. */
  private static final long START = 1_790_000_000;

  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("fleet-timers").factory());
  private final SimulatorClock clock =
      new SimulatorClock(InstantSource.system(), System::nanoTime, Timers.on(timers));
  private final LinkClient client = LinkClient.start(new Random(7));
  private final LinkSettings gateway;
  private final Map<String, SimulatedWorker> workers = new ConcurrentHashMap<>();
  private final Map<String, Diary> diaries = new ConcurrentHashMap<>();

  SimulatedFleet(int sshPort, KeyPair key) {
    this(List.of(sshPort), key);
  }

  /** Workers that go to any of several gateways. */
  SimulatedFleet(List<Integer> sshPorts, KeyPair key) {
    List<InetSocketAddress> addresses =
        sshPorts.stream()
            .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .toList();
    gateway = LinkSettings.of(addresses.getFirst(), key).withPause(PAUSE).withGateways(addresses);
  }

  /** What a worker was told by the gateway. */
  static final class Diary implements LinkListener {
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();

    @Override
    public void told(String line) {
      told.add(line);
    }

    @Override
    public void lost(String why) {
      lost.add(why);
    }

    /** Lines on its stderr. */
    List<String> told() {
      return List.copyOf(told);
    }

    /** Why it had to register again. */
    List<String> lost() {
      return List.copyOf(lost);
    }
  }

  /** Starts a worker of that name. */
  SimulatedWorker join(String name) {
    return join(name, false);
  }

  SimulatedWorker join(String name, boolean ephemeral) {
    Diary diary = new Diary();
    SimulatedWorker worker =
        new SimulatedWorker(
            new SimulatedWorker.WorkerIdentity(name, "", List.of(), ephemeral, START),
            SimulatorSettings.concourse(),
            clock,
            client,
            gateway,
            diary);
    workers.put(name, worker);
    diaries.put(name, diary);
    worker.start();
    return worker;
  }

  SimulatedWorker worker(String name) {
    return workers.get(name);
  }

  Diary diary(String name) {
    return diaries.get(name);
  }

  /** Containers and volumes of deep checks on all workers that are alive. */
  List<String> checkObjects() {
    return workers.values().stream()
        .filter(worker -> !worker.exited().isDone())
        .flatMap(worker -> worker.servers().counters().probeHandles().stream())
        .toList();
  }

  @Override
  public void close() throws IOException {
    workers.values().forEach(SimulatedWorker::close);
    client.close();
    timers.shutdownNow();
  }
}
