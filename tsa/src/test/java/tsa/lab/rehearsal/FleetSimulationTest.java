package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.lifecycle.Policy;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.Verdict;
import tsa.testing.Pure;
import tsa.testing.Seed;
import tsa.worker.WorkerName;

/**
 * The real control loop and the real rules on virtual time, with made-up workers, links and faults,
 * from one seed each. {@code -Dsim.seeds=10000} runs more of them, {@code -Dtsa.seed=7} one. Seeds
 * that failed are kept in {@code sim/seeds.txt} and run each time.
 */
@ExtendWith(Quiet.class)
@Pure
class FleetSimulationTest {
  private static final Path KEPT = Path.of("src", "test", "resources", "sim", "seeds.txt");
  private static final int ORDINARY = 250;

  static final Policy POLICY =
      new Policy(
          Policy.DEFAULT.connectivity(),
          Policy.DEFAULT.health(),
          new Policy.Drains(Duration.ofMinutes(10), Duration.ofMinutes(20)),
          new Policy.Quarantines(Duration.ofMinutes(1), Duration.ofMinutes(5)),
          Policy.DEFAULT.brake());

  private static List<Long> seeds() throws IOException {
    if (Seed.isGiven()) {
      return Seed.each(1).boxed().toList();
    }
    List<Long> seeds = new ArrayList<>();
    for (String line : Files.readAllLines(KEPT)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        seeds.add(Long.parseLong(line.strip()));
      }
    }
    Seed.each(Long.getLong("sim.seeds", ORDINARY)).forEach(seeds::add);
    return seeds;
  }

  @Test
  void theInvariantsHoldWhateverHappens() throws IOException {
    for (long seed : seeds()) {
      List<String> story = new ArrayList<>();
      try {
        assertInvariantsHold(seed, story);
      } catch (AssertionError | RuntimeException e) {
        keep(seed);
        throw new AssertionError(
            "seed %d: %s%n  %s".formatted(seed, e.getMessage(), String.join("\n  ", story)), e);
      }
    }
  }

  private static void keep(long seed) throws IOException {
    if (!Files.readAllLines(KEPT).contains(Long.toString(seed))) {
      Files.writeString(KEPT, seed + "\n", StandardOpenOption.APPEND);
    }
  }

  /** Every third seed knows faults of the network and of the gateways only, and may harm nobody. */
  private static void assertInvariantsHold(long seed, List<String> story) {
    SplittableRandom random = new SplittableRandom(seed);
    Rehearsal rehearsal = new Rehearsal(POLICY, SampleWorkers.T0, seed);
    Invariants invariants = new Invariants(rehearsal);
    rehearsal.database().watch(invariants);
    int gateways = 1 + random.nextInt(3);
    for (int i = 0; i < gateways; i++) {
      rehearsal.gateway();
    }
    int workers = 2 + random.nextInt(12);
    for (int i = 0; i < workers; i++) {
      rehearsal.worker("w" + i, random.nextInt(4) == 0);
    }
    rehearsal.time().pass(Duration.ofMinutes(5), invariants::check);
    boolean networkOnly = seed % 3 == 0;
    Chaos chaos = new Chaos(rehearsal, random, networkOnly);
    int strikes = 3 + random.nextInt(8);
    for (int i = 0; i < strikes; i++) {
      story.add(rehearsal.time().instant() + " " + chaos.strike());
      rehearsal.time().pass(Duration.ofSeconds(random.nextInt(240)), invariants::check);
    }
    rehearsal.time().pass(Duration.ofMinutes(20), invariants::check);
    invariants.drainsEnd();
    mend(rehearsal);
    rehearsal.time().pass(Duration.ofMinutes(12), invariants::check);
    invariants.allAtWork();
    if (networkOnly) {
      assertThat(rehearsal.workers()).noneMatch(RehearsedWorker::stopped);
    }
  }

  /** Whatever was done to the workers is undone. */
  static void mend(Rehearsal rehearsal) {
    for (RehearsedWorker worker : rehearsal.workers()) {
      worker.online(true);
      worker.verdict(Verdict.HEALTHY);
      rehearsal.database().odd(new WorkerName(worker.name().value()), false);
    }
  }

  @Test
  void theSameSeedTellsTheSameStory() {
    assertThat(story(4711)).isEqualTo(story(4711)).hasSizeGreaterThan(10);
  }

  private static List<String> story(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Rehearsal rehearsal = new Rehearsal(POLICY, SampleWorkers.T0, seed);
    rehearsal.gateway();
    rehearsal.gateway();
    for (int i = 0; i < 6; i++) {
      rehearsal.worker("w" + i, i % 2 == 0);
    }
    Chaos chaos = new Chaos(rehearsal, random, false);
    for (int i = 0; i < 10; i++) {
      chaos.strike();
      rehearsal.pass(Duration.ofSeconds(100));
    }
    return rehearsal.database().history().all().stream().map(Object::toString).toList();
  }
}
