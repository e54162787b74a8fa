package tsa.lab.load;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Ticker;
import tsa.lab.simulator.SimulatedWorker;
import tsa.lab.simulator.SimulatedWorkerServers;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.SimulatorSettings;
import tsa.lab.simulator.link.CommandResult;
import tsa.lab.simulator.link.LinkClient;
import tsa.lab.simulator.link.LinkListener;
import tsa.lab.simulator.link.LinkSettings;
import tsa.lab.simulator.link.SimulatedLink;

/**
 * One worker of the load: registers, answers what it is asked, reports and sweeps, and tells the
 * tally. Thread-safe.
 */
final class LoadWorker implements LinkListener, AutoCloseable {
  private final SimulatedWorkerServers servers;
  private final SimulatedLink link;
  private final SimulatorClock clock;
  private final LoadPlan plan;
  private final LoadCounters counters;
  private final Ticker ticker;
  private long begun;
  private long heartbeatReceived;
  private boolean registered;
  private volatile boolean closed;

  LoadWorker(
      SimulatedWorker.WorkerIdentity identity,
      LoadPlan plan,
      LinkClient client,
      LinkSettings gateway,
      SimulatorClock clock,
      LoadCounters counters) {
    this.clock = clock;
    this.plan = plan;
    this.counters = counters;
    this.ticker = clock.nanos()::getAsLong;
    this.servers = new SimulatedWorkerServers(SimulatorSettings.concourse(), clock);
    this.link =
        new SimulatedLink(client, gateway, identity::json, SimulatedWorker.behind(servers), this);
  }

  /** Begins to register, and to sweep at some time within the interval. */
  void start(Random random) {
    synchronized (this) {
      begun = ticker.nanos();
    }
    link.start();
    if (!plan.sweepInterval().isZero()) {
      sweepLater("containers", random);
      sweepLater("volumes", random);
    }
  }

  private void sweepLater(String what, Random random) {
    Duration first =
        Duration.ofNanos((long) (random.nextDouble() * plan.sweepInterval().toNanos()));
    clock.timers().after(first, () -> sweep(what));
  }

  /** As the stock worker: a report, then a sweep, each on a connection of its own. */
  private void sweep(String what) {
    if (closed) {
      return;
    }
    long start = ticker.nanos();
    brief("report-" + what, () -> brief("sweep-" + what, () -> sweepAgain(what, start)));
  }

  private void sweepAgain(String what, long start) {
    Duration left = plan.sweepInterval().minus(ticker.since(start));
    clock.timers().after(left.isNegative() ? Duration.ZERO : left, () -> sweep(what));
  }

  private void brief(String command, Runnable then) {
    long start = ticker.nanos();
    link.command(command)
        .whenComplete((result, problem) -> {
          ended(result, problem, ticker.since(start));
          then.run();
        });
  }

  private void ended(@Nullable CommandResult result, @Nullable Throwable problem, Duration took) {
    if (closed) {
      return;
    }
    if (problem != null) {
      counters.shortFailed(FailureKey.of(problem));
    } else if (result == null || !result.endedWith(0)) {
      counters.shortFailed("ended with " + (result == null ? null : result.status()));
    } else {
      counters.shortDone(took);
    }
  }

  @Override
  public synchronized void registered() {
    if (!registered && !closed) {
      registered = true;
      heartbeatReceived = ticker.nanos();
      counters.registered(ticker.since(begun));
    }
  }

  @Override
  public synchronized void heartbeated() {
    if (registered && !closed) {
      counters.heartbeat(ticker.since(heartbeatReceived));
      heartbeatReceived = ticker.nanos();
    }
  }

  @Override
  public synchronized void lost(String why) {
    if (closed) {
      return;
    }
    begun = ticker.nanos();
    if (registered) {
      registered = false;
      counters.lost(FailureKey.of(why));
    } else {
      counters.notRegistered(FailureKey.of(why));
    }
  }

  @Override
  public synchronized void exited(int code) {
    if (registered && !closed) {
      registered = false;
      counters.lost("ended for good with " + code);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    link.close();
    servers.close();
  }
}
