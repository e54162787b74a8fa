package tsa.load;

import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tsa.control.Ticker;
import tsa.simulator.SimulatedWorker;
import tsa.simulator.SimulatedWorkerServers;
import tsa.simulator.SimulatorClock;
import tsa.simulator.SimulatorSettings;
import tsa.simulator.link.CommandResult;
import tsa.simulator.link.LinkClient;
import tsa.simulator.link.LinkListener;
import tsa.simulator.link.LinkSettings;
import tsa.simulator.link.SimulatedLink;

/**
 * One worker of the load: registers, answers what it is asked, reports and sweeps, and tells the
 * tally. Thread-safe.
 */
final class LoadWorker implements LinkListener, AutoCloseable {
  private final SimulatedWorkerServers servers;
  private final SimulatedLink link;
  private final SimulatorClock clock;
  private final LoadPlan plan;
  private final Tally tally;
  private final Ticker ticker;
  private long begun;
  private long beaten;
  private boolean registered;
  private volatile boolean closed;

  LoadWorker(
      SimulatedWorker.Identity identity,
      LoadPlan plan,
      LinkClient client,
      LinkSettings gateway,
      SimulatorClock clock,
      Tally tally) {
    this.clock = clock;
    this.plan = plan;
    this.tally = tally;
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
      tally.shortFailed(Blame.of(problem));
    } else if (result == null || !result.endedWith(0)) {
      tally.shortFailed("ended with " + (result == null ? null : result.status()));
    } else {
      tally.shortDone(took);
    }
  }

  @Override
  public synchronized void registered() {
    if (!registered && !closed) {
      registered = true;
      beaten = ticker.nanos();
      tally.registered(ticker.since(begun));
    }
  }

  @Override
  public synchronized void heartbeated() {
    if (registered && !closed) {
      tally.beat(ticker.since(beaten));
      beaten = ticker.nanos();
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
      tally.lost(Blame.of(why));
    } else {
      tally.notRegistered(Blame.of(why));
    }
  }

  @Override
  public synchronized void exited(int code) {
    if (registered && !closed) {
      registered = false;
      tally.lost("ended for good with " + code);
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
