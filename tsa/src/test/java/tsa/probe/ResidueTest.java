package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Prober;
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.GardenKind;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Verdict;
import tsa.testing.InMemoryResidueJournal;
import tsa.testing.Seed;
import tsa.testing.Slowness;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * Checks of three Gardens, while gateways are killed, links cut and disks frozen at any point of
 * them: in the end nothing of ours is on any worker and the journal is empty. {@code
 * -Dresidue.checks=10000} makes a longer run, {@code -Dtsa.seed=N} another one.
 */
@Timeout(3600)
class ResidueTest {
  private static final Logger log = LoggerFactory.getLogger(ResidueTest.class);
  private static final int CHECKS = Integer.getInteger("residue.checks", 300);
  private static final Duration IMPATIENT = Slowness.scaled(Duration.ofMillis(400));

  /** About as many reads, writes, dials and journal calls as three thorough checks make. */
  private static final int OPERATIONS = 240;

  /** What can happen in the middle of a round. */
  private enum Event {
    NOTHING,
    KILL,
    CUT,
    FREEZE
  }

  @RegisterExtension final Seed seed = Seed.usually(20261201);
  private final Random random = seed.random(0);
  private final Map<GardenKind, SimulatedTunnel> workers = new EnumMap<>(GardenKind.class);
  private final Map<Event, Integer> happened = new EnumMap<>(Event.class);
  private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
  private volatile Instant now = Instant.EPOCH;
  private final InMemoryResidueJournal journal = new InMemoryResidueJournal(() -> now);
  private GatewayLife gateway = new GatewayLife(journal);
  private long registrations;

  @BeforeEach
  void start() throws IOException {
    for (GardenKind kind : GardenKind.values()) {
      SimulatedTunnel worker = SimulatedTunnel.of(kind);
      worker.worker.load(5);
      workers.put(kind, worker);
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    workers.values().forEach(SimulatedTunnel::close);
  }

  @Test
  void whateverHappensNothingIsLeftInTheEnd() {
    log.info("residue: {} checks, seed {}", CHECKS, seed.value());
    for (int checks = 0; checks < CHECKS; checks += workers.size()) {
      round(checks % 4 == 0 ? Event.NOTHING : Event.values()[random.nextInt(4)]);
    }
    now = now.plus(Duration.ofHours(1));
    eventually()
        .untilAsserted(() -> {
          sweepAll();
          assertNothingIsLeft();
        });
    log.info("residue: {}, {}; nothing is left", happened, verdicts);
    assertThat(happened).containsOnlyKeys(Event.values());
    assertThat(verdicts.getOrDefault(Verdict.HEALTHY, 0)).isGreaterThan(CHECKS / 4);
  }

  /** One check of each worker at once; something may happen in the middle of them. */
  private void round(Event event) {
    happened.merge(event, 1, Integer::sum);
    List<GatewayLife.Link> links = new ArrayList<>();
    workers.values().forEach(worker -> links.add(gateway.linkTo(worker)));
    GatewayLife.Link victim = links.get(random.nextInt(links.size()));
    gateway.at(1 + random.nextInt(OPERATIONS), () -> happen(event, victim));
    Duration limit = event == Event.FREEZE ? IMPATIENT : Probing.AMPLE;
    List<CompletableFuture<CheckReport>> checks = new ArrayList<>();
    int index = 0;
    for (GardenKind kind : workers.keySet()) {
      checks.add(
          gateway.prober.check(target(kind, links.get(index++)), limit, Prober.Depth.AS_DUE));
    }
    for (CompletableFuture<CheckReport> check : checks) {
      verdicts.merge(Probing.await(check).verdict(), 1, Integer::sum);
    }
    afterwards();
  }

  private void happen(Event event, GatewayLife.Link victim) {
    switch (event) {
      case NOTHING -> {}
      case KILL -> gateway.kill();
      case CUT -> victim.cut();
      case FREEZE ->
          workers.values().forEach(worker -> worker.worker.faults().set(Fault.FROZEN_WRITES));
    }
  }

  /** Disks thaw, another gateway takes over, time passes, and registrations begin with a sweep. */
  private void afterwards() {
    gateway.at(Integer.MAX_VALUE, () -> {});
    workers.values().forEach(worker -> worker.worker.faults().clearAll());
    if (gateway.isKilled()) {
      gateway.close();
      gateway = new GatewayLife(journal);
    }
    if (random.nextInt(5) == 0) {
      now = now.plus(Duration.ofMinutes(10));
      sweepAll();
    }
  }

  private void sweepAll() {
    workers.forEach((kind, worker) ->
        Probing.await(gateway.prober.sweep(target(kind, gateway.linkTo(worker)), Probing.AMPLE)));
  }

  private Prober.ProbeTarget target(GardenKind kind, GatewayLife.Link link) {
    // Some rounds belong to a new registration, so that checks are thorough more often.
    registrations += random.nextInt(2);
    return new Prober.ProbeTarget(
        new WorkerName(kind.name()), new Incarnation(1 + registrations), link);
  }

  private void assertNothingIsLeft() {
    workers.forEach((kind, worker) -> {
      assertThat(worker.worker.counters().probeHandles()).as("%s", kind).isEmpty();
      assertThat(worker.worker.baggageclaim().hostDamage()).isZero();
      assertThat(worker.worker.counters().containers()).isEqualTo(5);
      assertThat(worker.worker.counters().volumes()).isEqualTo(5);
    });
    assertThat(journal.size()).as("journal").isZero();
  }
}
