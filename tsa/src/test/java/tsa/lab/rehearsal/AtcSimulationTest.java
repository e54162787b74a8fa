package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.lab.atc.SimulatedAtc;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.Pure;
import tsa.testing.Seed;
import tsa.worker.WorkerState;

/**
 * A fleet with faults of all kinds in front of an ATC that is away now and then: what must hold of
 * a fleet holds, and in the end the ATC knows what it is to know. {@code -Dsim.seeds=10000} runs
 * more seeds, {@code -Dtsa.seed=7} one.
 */
@ExtendWith(Quiet.class)
@Pure
class AtcSimulationTest {
  private static final int ORDINARY = 80;

  @Test
  void theAtcKnowsInTheEndWhatItIsToKnow() {
    Seed.each(Long.getLong("sim.seeds", ORDINARY))
        .forEach(seed -> {
          List<String> story = new ArrayList<>();
          try {
            assertAgreement(seed, story);
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                "seed %d: %s%n  %s".formatted(seed, e.getMessage(), String.join("\n  ", story)), e);
          }
        });
  }

  private static void assertAgreement(long seed, List<String> story) {
    SplittableRandom random = new SplittableRandom(seed);
    Rehearsal rehearsal = new Rehearsal(FleetSimulationTest.POLICY, SampleWorkers.T0, seed);
    RehearsedAtc atc = rehearsal.withAtc();
    Invariants invariants = new Invariants(rehearsal);
    int gateways = 1 + random.nextInt(2);
    for (int i = 0; i < gateways; i++) {
      rehearsal.gateway();
    }
    int workers = 3 + random.nextInt(8);
    for (int i = 0; i < workers; i++) {
      rehearsal.worker("w" + i, random.nextInt(4) == 0);
    }
    rehearsal.pass(Duration.ofMinutes(5));
    Chaos chaos = new Chaos(rehearsal, random, false);
    int strikes = 3 + random.nextInt(8);
    for (int i = 0; i < strikes; i++) {
      boolean away = random.nextInt(4) == 0;
      atc.away(away);
      story.add(
          rehearsal.time().instant() + " " + chaos.strike() + (away ? ", the ATC is away" : ""));
      rehearsal.pass(Duration.ofSeconds(random.nextInt(240)));
      assertNobodyCondemnedIsScheduled(rehearsal, atc, story);
    }
    atc.away(false);
    rehearsal.pass(Duration.ofMinutes(20));
    invariants.drainsEnd();
    FleetSimulationTest.mend(rehearsal);
    rehearsal.pass(Duration.ofMinutes(13));
    invariants.allAtWork();
    assertTheSame(rehearsal, atc);
  }

  /** Nobody who is to leave is told to run, once the ATC had ten seconds to hear of it. */
  private static void assertNobodyCondemnedIsScheduled(
      Rehearsal rehearsal, RehearsedAtc atc, List<String> story) {
    if (atc.isAway() || rehearsal.gateways().isEmpty() || rehearsal.database().isAway()) {
      return;
    }
    List<WorkerRecord> condemned =
        rehearsal.database().workers().all().workers().stream()
            .filter(worker -> worker.state().isDraining())
            .filter(worker -> worker.since().plusSeconds(20).isBefore(rehearsal.time().instant()))
            .toList();
    rehearsal.pass(Duration.ofSeconds(10));
    for (WorkerRecord worker : condemned) {
      boolean still =
          rehearsal
              .record(worker.name())
              .filter(now -> now.state() == worker.state())
              .filter(now -> now.gateway() != null)
              .isPresent();
      if (still && rehearsal.gateways().stream().allMatch(RehearsedGateway::isWell)) {
        assertThat(atc.rows().state(worker.name().value()))
            .as("%s %s; %s", worker.name(), worker.state(), story)
            .isNotEqualTo(WorkerState.RUNNING);
      }
    }
  }

  private static void assertTheSame(Rehearsal rehearsal, RehearsedAtc atc) {
    Map<String, SimulatedAtc.WorkerRow> there =
        atc.rows().rows().stream()
            .collect(Collectors.toMap(SimulatedAtc.WorkerRow::name, Function.identity()));
    for (WorkerRecord worker : rehearsal.database().workers().all().workers()) {
      SimulatedAtc.WorkerRow row = there.remove(worker.name().value());
      if (worker.state() == WorkerState.RUNNING) {
        assertThat(row).as("the row of %s", worker.name()).isNotNull();
        assertThat(row.state())
            .as("the row of %s", worker.name())
            .isEqualTo(worker.cordon() == null ? WorkerState.RUNNING : WorkerState.STALLED);
        assertThat(row.address()).isEqualTo(worker.address().garden());
      }
      if (worker.state() == WorkerState.RETIRED) {
        assertThat(row).as("the row of %s, which has retired", worker.name()).isNull();
      }
    }
    assertThat(there).as("rows of workers that are forgotten here").isEmpty();
  }
}
