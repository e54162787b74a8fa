package tsa.lab.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.control.port.Ticker;
import tsa.wire.EventJson;

/**
 * Plays the demo against a running service: does things to the workers, watches through REST what
 * the service makes of it, and tells in the end whether all of it was seen.
 */
final class Demo {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** So that a person can see the state before it changes again. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final DemoWorkers workers;
  private final ApiClient api;
  private final DemoScreen screen;
  private final Ticker ticker;
  private final Duration limit;
  private final long begun;
  private final ObservedFleet fleet;

  /**
   * @param limit after which it gives up waiting for what should happen
   */
  Demo(DemoWorkers workers, ApiClient api, DemoScreen screen, Ticker ticker, Duration limit)
      throws CliException {
    this.workers = workers;
    this.api = api;
    this.screen = screen;
    this.ticker = ticker;
    this.limit = limit;
    this.begun = ticker.nanos();
    this.fleet = new ObservedFleet(api);
  }

  /** Plays it; whether all of it was seen. */
  boolean play() throws CliException, InterruptedException {
    screen.say(at(), "six workers register over SSH and are checked");
    workers.enter();
    boolean going = await(List.of(DemoExpectation.ALL_JOINED)) && watch(PAUSE);
    if (going) {
      await(List.of(DemoExpectation.CEDAR_IDLE));
      trouble();
      going = await(List.of(DemoExpectation.AMBER_STALLED)) && watch(PAUSE);
    }
    if (going) {
      screen.say(at(), "amber's network comes back; the others go their ways");
      workers.regainNetwork(DemoWorkers.AMBER);
      await(DemoExpectation.ALL);
    }
    return summary();
  }

  private void trouble() throws CliException {
    screen.say(
        at(),
        "amber loses its network, birch gets a read-only disk, cedar is killed,"
            + " dogwood is landed, elm fills up");
    workers.loseNetwork(DemoWorkers.AMBER);
    workers.breakDisk(DemoWorkers.BIRCH);
    workers.vanish(DemoWorkers.CEDAR);
    workers.fill(DemoWorkers.ELM);
    api.ask(DemoWorkers.DOGWOOD, "land", "its disk is to be swapped");
  }

  /** Watches until all of these hold at once; false if the time is over. */
  private boolean await(List<DemoExpectation> facts) throws CliException, InterruptedException {
    while (at().compareTo(limit) < 0) {
      look();
      if (facts.stream().allMatch(fact -> fact.holds(fleet, workers))) {
        return true;
      }
    }
    return false;
  }

  private boolean watch(Duration time) throws CliException, InterruptedException {
    Duration end = at().plus(time);
    while (at().compareTo(end) < 0) {
      look();
    }
    return true;
  }

  private void look() throws CliException, InterruptedException {
    for (EventJson event : fleet.refresh()) {
      screen.tell(at(), event);
    }
    screen.draw(fleet, at());
    new CountDownLatch(1).await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean summary() {
    List<DemoExpectation> seen = new ArrayList<>();
    List<DemoExpectation> missing = new ArrayList<>();
    for (DemoExpectation fact : DemoExpectation.ALL) {
      (fact.holds(fleet, workers) ? seen : missing).add(fact);
    }
    screen.summary(seen, missing, at());
    return missing.isEmpty();
  }

  private Duration at() {
    return ticker.since(begun);
  }
}
