package tsa.lab.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import tsa.control.port.Ticker;
import tsa.lab.simulator.SimulatedWorker;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkSettings;

/** One run: build-up, then hold. Used once, by one thread. */
public final class LoadRun {
  private static final double MB = 1 << 20;

  private final LoadPlan plan;
  private final LinkClient client;
  private final LinkSettings gateway;
  private final SimulatorClock clock;
  private final Ticker ticker;
  private final GatewayWatch watch;
  private final Consumer<LoadSample> told;
  private final LoadCounters counters;
  private final Random random = new Random();
  private final List<LoadWorker> workers = new ArrayList<>();
  private final List<LoadSample> samples = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private long begun;

  /**
   * @param clock what the simulated workers live by
   * @param told of each sample; called by the thread of {@link #run}
   */
  public LoadRun(
      LoadPlan plan,
      LinkClient client,
      LinkSettings gateway,
      SimulatorClock clock,
      GatewayWatch watch,
      Consumer<LoadSample> told) {
    this.plan = plan;
    this.client = client;
    this.gateway = gateway;
    this.clock = clock;
    this.ticker = clock.nanos()::getAsLong;
    this.watch = watch;
    this.told = told;
    this.counters = new LoadCounters(plan.latestHeartbeat());
  }

  /** Runs it, for as long as the plan says. */
  public LoadReport run() throws InterruptedException {
    begun = ticker.nanos();
    GatewayReading first = watch.read();
    try {
      begin();
      Duration last = plan.startOf(plan.workers() - 1);
      sampleUntil(this::allRegistered, last.plus(plan.settle()));
      GatewayReading second = watch.read();
      long held = ticker.nanos();
      LoadPhase buildUp = counters.next(ticker.since(begun), first, second);
      sampleUntil(() -> false, ticker.since(begun).plus(plan.hold()));
      Duration lasted = ticker.since(held);
      int registered = counters.registered();
      return report(registered, buildUp, counters.next(lasted, second, watch.read()));
    } finally {
      stopped.countDown();
      workers.forEach(LoadWorker::close);
    }
  }

  private void begin() {
    for (int i = 0; i < plan.workers(); i++) {
      LoadWorker worker = new LoadWorker(identity(i + 1), plan, client, gateway, clock, counters);
      workers.add(worker);
      clock.timers().after(plan.startOf(i), () -> begin(worker));
    }
  }

  private void begin(LoadWorker worker) {
    if (stopped.getCount() > 0) {
      worker.start(random);
    }
  }

  /** Ephemeral, so that the gateway forgets them afterwards. */
  private SimulatedWorker.WorkerIdentity identity(int number) {
    return new SimulatedWorker.WorkerIdentity(
        plan.prefix() + "-" + number,
        plan.team(),
        List.of(),
        true,
        clock.wall().instant().getEpochSecond());
  }

  private boolean allRegistered() {
    return counters.registered() == plan.workers();
  }

  private void sampleUntil(BooleanSupplier done, Duration latest) throws InterruptedException {
    Duration left = latest.minus(ticker.since(begun));
    while (!done.getAsBoolean() && left.isPositive()) {
      Duration pause = left.compareTo(plan.every()) < 0 ? left : plan.every();
      if (stopped.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
      LoadSample sample = counters.sample(ticker.since(begun));
      samples.add(sample);
      told.accept(sample);
      left = latest.minus(ticker.since(begun));
    }
  }

  private LoadReport report(int registered, LoadPhase buildUp, LoadPhase hold) {
    Runtime own = Runtime.getRuntime();
    double cpu =
        ProcessHandle.current()
            .info()
            .totalCpuDuration()
            .map(time -> time.toMillis() / 1_000.0)
            .orElse(0.0);
    double heap = (own.totalMemory() - own.freeMemory()) / MB;
    return new LoadReport(plan.workers(), registered, buildUp, hold, cpu, heap, samples);
  }
}
