package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.SampleWorkers.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tsa.lifecycle.Transitions.TransitionKey;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/**
 * Every state, with representative evidence, one nanosecond before, at and after each limit: the
 * rules always answer, always with a reason, and never off the table.
 */
@Pure
class LifecycleExhaustiveTest {
  private static final Policy POLICY = withStalledTimeout(Duration.ofHours(2));

  private final Set<TransitionKey> taken = new HashSet<>();

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
        TransitionKey cell = new TransitionKey(Optional.of(worker.state()), move.cause());
        assertThat(Transitions.all()).containsEntry(cell, Optional.of(move.to()));
        taken.add(cell);
      }
      case Decision.Forget forget -> {
        TransitionKey cell = new TransitionKey(Optional.of(worker.state()), forget.cause());
        assertThat(Transitions.all()).containsEntry(cell, Optional.empty());
        taken.add(cell);
      }
      case Decision.Mark mark -> assertThat(mark.cordoned()).isEqualTo(worker.cordon() == null);
      case Decision.Keep _, Decision.Refuse _ -> {}
    }
  }

  /** Joining is decided by the admission rules, and proven there. */
  private static List<TransitionKey> decidedCells() {
    return Transitions.all().keySet().stream()
        .filter(c -> c.cause() != TransitionCause.JOINED)
        .toList();
  }

  private static List<WorkerRecord> workers() {
    List<WorkerRecord> workers = new ArrayList<>();
    for (WorkerState state : WorkerState.values()) {
      WorkerRecord plain = SampleWorkers.in(state);
      for (WorkerRecord worker : List.of(plain, SampleWorkers.ephemeral(plain))) {
        workers.add(worker);
        workers.add(SampleWorkers.unbeaten(worker));
        workers.add(SampleWorkers.heartbeat(worker, T0.plusNanos(1), 0));
        workers.add(SampleWorkers.heartbeat(worker, T0.plusNanos(1), 4));
        workers.add(SampleWorkers.heartbeat(worker, T0.plus(Duration.ofHours(30)), 0));
        workers.add(SampleWorkers.failing(worker, 1, T0, T0));
        workers.add(SampleWorkers.failing(worker, 3, T0.minus(Duration.ofMinutes(2)), T0));
        workers.add(SampleWorkers.forHealth(worker));
        workers.add(SampleWorkers.cordoned(worker));
      }
    }
    return workers;
  }

  private static List<Evidence> evidence() {
    List<Request> request = new ArrayList<>();
    request.add(Request.nothing());
    for (Request.Action what : Request.Action.values()) {
      request.add(new Request.Submitted(what, "operator", ""));
    }
    List<EvaluationStatus> evaluations =
        List.of(
            new EvaluationStatus(null, "database"),
            new EvaluationStatus(T0.minus(Duration.ofDays(1)), ""));
    List<Fleet> fleets =
        List.of(
            new Fleet(10, 0, 0, 9, 0),
            new Fleet(10, 6, 0, 4, 0),
            new Fleet(10, 0, 2, 8, 0),
            new Fleet(10, 0, 0, 9, 1),
            new Fleet(1, 0, 0, 0, 0));
    List<Evidence> evidence = new ArrayList<>();
    request.forEach(
        a -> evaluations.forEach(j -> fleets.forEach(f -> evidence.add(new Evidence(a, j, f)))));
    return evidence;
  }

  private static List<Instant> instants() {
    List<Duration> limits =
        List.of(
            Duration.ZERO,
            POLICY.connectivity().longestGap(),
            POLICY.connectivity().stallAfter(),
            POLICY.connectivity().ephemeralGrace(),
            POLICY.connectivity().stalledTimeout(),
            POLICY.health().failingFor(),
            POLICY.drains().timeout(),
            POLICY.drains().retention(),
            POLICY.brake().evaluationGrace());
    List<Instant> instants = new ArrayList<>();
    for (Duration limit : limits) {
      instants.add(T0.plus(limit).minusNanos(1));
      instants.add(T0.plus(limit));
      instants.add(T0.plus(limit).plusNanos(1));
    }
    return instants;
  }

  private static Policy withStalledTimeout(Duration timeout) {
    Policy.Connectivity connectivity = Policy.DEFAULT.connectivity();
    return new Policy(
        new Policy.Connectivity(
            connectivity.heartbeatInterval(),
            connectivity.heartbeatLimit(),
            connectivity.stallAfter(),
            connectivity.ephemeralGrace(),
            timeout),
        Policy.DEFAULT.health(),
        Policy.DEFAULT.drains(),
        Policy.DEFAULT.quarantines(),
        Policy.DEFAULT.brake());
  }
}
