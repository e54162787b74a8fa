package tsa.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tsa.cli.Api;
import tsa.cli.CliException;
import tsa.control.Ticker;
import tsa.wire.EventJson;

/**
 * Plays the demo against a running service: does things to the workers, watches through REST what
 * the service makes of it, and tells in the end whether all of it was seen.
 */
final class Demo {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** So that a person can see the state before it changes again. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Cast cast;
  private final Api api;
  private final Stage stage;
  private final Ticker ticker;
  private final Duration limit;
  private final long begun;
  private final World world;

  /**
   * @param limit after which it gives up waiting for what should happen
   */
  Demo(Cast cast, Api api, Stage stage, Ticker ticker, Duration limit) throws CliException {
    this.cast = cast;
    this.api = api;
    this.stage = stage;
    this.ticker = ticker;
    this.limit = limit;
    this.begun = ticker.nanos();
    this.world = new World(api);
  }

  /** Plays it; whether all of it was seen. */
  boolean play() throws CliException, InterruptedException {
    stage.say(at(), "six workers register over SSH and are checked");
    cast.enter();
    boolean going = await(List.of(Fact.ALL_JOINED)) && watch(PAUSE);
    if (going) {
      trouble();
      going = await(List.of(Fact.AMBER_STALLED)) && watch(PAUSE);
    }
    if (going) {
      stage.say(at(), "amber's network comes back; the others go their ways");
      cast.regainNetwork(Cast.AMBER);
      await(Fact.ALL);
    }
    return summary();
  }

  private void trouble() throws CliException {
    stage.say(
        at(),
        "amber loses its network, birch gets a read-only disk, cedar is killed,"
            + " dogwood is landed, elm fills up");
    cast.loseNetwork(Cast.AMBER);
    cast.breakDisk(Cast.BIRCH);
    cast.vanish(Cast.CEDAR);
    cast.fill(Cast.ELM);
    api.ask(Cast.DOGWOOD, "land", "its disk is to be swapped");
  }

  /** Watches until all of these hold at once; false if the time is over. */
  private boolean await(List<Fact> facts) throws CliException, InterruptedException {
    while (at().compareTo(limit) < 0) {
      look();
      if (facts.stream().allMatch(fact -> fact.holds(world, cast))) {
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
    for (EventJson event : world.refresh()) {
      stage.tell(at(), event);
    }
    stage.draw(world, at());
    new CountDownLatch(1).await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean summary() {
    List<Fact> seen = new ArrayList<>();
    List<Fact> missing = new ArrayList<>();
    for (Fact fact : Fact.ALL) {
      (fact.holds(world, cast) ? seen : missing).add(fact);
    }
    stage.summary(seen, missing, at());
    return missing.isEmpty();
  }

  private Duration at() {
    return ticker.since(begun);
  }
}
