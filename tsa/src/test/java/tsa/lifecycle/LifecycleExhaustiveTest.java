package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.Workers.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tsa.lifecycle.Transitions.Cell;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/**
 * Every state, with representative evidence, one nanosecond before, at and after each limit: the
 * rules always answer, always with a reason, and never off the table.
 */
@Pure
class LifecycleExhaustiveTest {
  private static final Policy POLICY = withStalledTimeout(Duration.ofHours(2));

  private final Set<Cell> taken = new HashSet<>();

  @Test
  void everyCombinationIsAnsweredOnTheTable() {
    int count = 0;
    for (WorkerRecord worker : workers()) {
      for (Evidence evidence : evidence()) {
        for (Instant now : instants()) {
          Decision decision = Lifecycle.decide(worker, evidence, POLICY, now);
          check(worker, decision);
          assertThat(Lifecycle.decide(worker, evidence, POLICY, now)).isEqualTo(decision);
          count++;
        }
      }
    }
    assertThat(count).isGreaterThan(10_000);
    assertThat(taken).containsExactlyInAnyOrderElementsOf(decidedCells());
  }

  private void check(WorkerRecord worker, Decision decision) {
    assertThat(decision.reason().sentence()).isNotBlank().doesNotContain("{");
    switch (decision) {
      case Decision.Move move -> {
        Cell cell = new Cell(Optional.of(worker.state()), move.cause());
        assertThat(Transitions.all()).containsEntry(cell, Optional.of(move.to()));
        taken.add(cell);
      }
      case Decision.Forget forget -> {
        Cell cell = new Cell(Optional.of(worker.state()), forget.cause());
        assertThat(Transitions.all()).containsEntry(cell, Optional.empty());
        taken.add(cell);
      }
      case Decision.Mark mark -> assertThat(mark.cordoned()).isEqualTo(worker.cordon() == null);
      case Decision.Keep _, Decision.Refuse _ -> {}
    }
  }

  /** Joining is decided by the admission rules, and proven there. */
  private static List<Cell> decidedCells() {
    return Transitions.all().keySet().stream().filter(c -> c.cause() != Cause.JOINED).toList();
  }

  private static List<WorkerRecord> workers() {
    List<WorkerRecord> workers = new ArrayList<>();
    for (WorkerState state : WorkerState.values()) {
      WorkerRecord plain = Workers.in(state);
      for (WorkerRecord worker : List.of(plain, Workers.ephemeral(plain))) {
        workers.add(worker);
        workers.add(Workers.unbeaten(worker));
        workers.add(Workers.beat(worker, T0.plusNanos(1), 0));
        workers.add(Workers.beat(worker, T0.plusNanos(1), 4));
        workers.add(Workers.beat(worker, T0.plus(Duration.ofHours(30)), 0));
        workers.add(Workers.failing(worker, 1, T0, T0));
        workers.add(Workers.failing(worker, 3, T0.minus(Duration.ofMinutes(2)), T0));
        workers.add(Workers.forHealth(worker));
        workers.add(Workers.cordoned(worker));
      }
    }
    return workers;
  }

  private static List<Evidence> evidence() {
    List<Asked> asked = new ArrayList<>();
    asked.add(Asked.nothing());
    for (Asked.What what : Asked.What.values()) {
      asked.add(new Asked.Request(what, "operator", ""));
    }
    List<Judge> judges =
        List.of(new Judge(null, "database"), new Judge(T0.minus(Duration.ofDays(1)), ""));
    List<Fleet> fleets =
        List.of(
            new Fleet(10, 0, 0, 9, 0),
            new Fleet(10, 6, 0, 4, 0),
            new Fleet(10, 0, 2, 8, 0),
            new Fleet(10, 0, 0, 9, 1),
            new Fleet(1, 0, 0, 0, 0));
    List<Evidence> evidence = new ArrayList<>();
    asked.forEach(
        a -> judges.forEach(j -> fleets.forEach(f -> evidence.add(new Evidence(a, j, f)))));
    return evidence;
  }

  private static List<Instant> instants() {
    List<Duration> limits =
        List.of(
            Duration.ZERO,
            POLICY.reach().longestGap(),
            POLICY.reach().stallAfter(),
            POLICY.reach().ephemeralGrace(),
            POLICY.reach().stalledTimeout(),
            POLICY.work().failingFor(),
            POLICY.drains().timeout(),
            POLICY.drains().retention(),
            POLICY.brake().judgeGrace());
    List<Instant> instants = new ArrayList<>();
    for (Duration limit : limits) {
      instants.add(T0.plus(limit).minusNanos(1));
      instants.add(T0.plus(limit));
      instants.add(T0.plus(limit).plusNanos(1));
    }
    return instants;
  }

  private static Policy withStalledTimeout(Duration timeout) {
    Policy.Reach reach = Policy.DEFAULT.reach();
    return new Policy(
        new Policy.Reach(
            reach.beatInterval(),
            reach.beatLimit(),
            reach.stallAfter(),
            reach.ephemeralGrace(),
            timeout),
        Policy.DEFAULT.work(),
        Policy.DEFAULT.drains(),
        Policy.DEFAULT.quarantines(),
        Policy.DEFAULT.brake());
  }
}
