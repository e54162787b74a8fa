package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tsa.control.Controller;
import tsa.control.port.Change;
import tsa.control.port.Event;
import tsa.lifecycle.Decision;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.Evidence;
import tsa.lifecycle.Fleet;
import tsa.lifecycle.Lifecycle;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Request;
import tsa.lifecycle.TransitionCause;
import tsa.lifecycle.Transitions;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * What must hold whatever happens (docs/developing.md#what-must-hold; the check handles of its
 * fourth are the probe's). Changes are checked as they are stored, the whole after each event.
 */
final class Invariants implements RehearsedDatabase.Watcher {
  /** A worker that came back is heard of within its longest gap and the gathering of heartbeats. */
  private static final Duration BACK = Duration.ofSeconds(55);

  private final Rehearsal rehearsal;
  private final Policy policy;
  private final List<Instant> retirements = new ArrayList<>();
  private final Map<WorkerName, Long> incarnations = new HashMap<>();
  private int largestFleet;
  private long checked;

  Invariants(Rehearsal rehearsal) {
    this.rehearsal = rehearsal;
    this.policy = rehearsal.policy();
  }

  @Override
  public void applied(UUID gateway, Optional<WorkerRecord> before, Change change) {
    WorkerRecord after =
        switch (change) {
          case Change.Create create -> create.record();
          case Change.Update update -> update.record();
          case Change.Retire retire -> retire.record();
          case Change.Remove remove -> {
            removed(gateway, before.orElseThrow(), remove.told());
            yield null;
          }
        };
    if (after == null) {
      return;
    }
    versions(before, after);
    Optional<Event> event = change.event();
    event.ifPresent(told -> told(before, after, told));
    ReasonCode code =
        event
            .filter(told -> told.kind() == Event.Kind.STATE)
            .map(told -> told.reason().code())
            .orElse(null);
    before
        .filter(was -> event.filter(told -> told.actor().equals(Event.RULES)).isPresent())
        .ifPresent(was -> asked(gateway, was, after, event.orElseThrow()));
    if (code == ReasonCode.CHECKS_FAILED) {
      retired(gateway, after);
    }
    if (code == ReasonCode.UNREACHABLE) {
      stalled(gateway, after);
    }
  }

  /** What somebody would be told of a worker at the instant of a change is that change. */
  private void asked(UUID gateway, WorkerRecord before, WorkerRecord after, Event event) {
    if (event.kind() != Event.Kind.STATE || event.reason().code().name().startsWith("JOINED")) {
      return;
    }
    Decision told = controller(gateway).assess(before, rehearsal.time().instant());
    assertThat(told)
        .isInstanceOfSatisfying(
            Decision.Move.class, move -> assertThat(move.to()).isEqualTo(after.state()));
    assertThat(told.reason()).isEqualTo(event.reason());
    cautious(before);
  }

  /**
   * 9: a gateway that had just been restarted in its place would have done the same or less: its
   * decisions rest on the stored record, and health evaluation is not active yet.
   */
  private void cautious(WorkerRecord before) {
    Evidence justStarted =
        new Evidence(
            Request.nothing(),
            new EvaluationStatus(null, "just started"),
            new Fleet(9, 0, 0, 9, 0));
    Decision decision = Lifecycle.decide(before, justStarted, policy, rehearsal.time().instant());
    if (decision instanceof Decision.Move move) {
      assertThat(move.cause())
          .as("what a gateway that just started does to %s", before.name())
          .isIn(TransitionCause.REACHED, TransitionCause.DRAINED);
    }
    assertThat(decision).isNotInstanceOf(Decision.Forget.class);
  }

  /** 5: of the registrations of a name the newest is in charge, and nothing goes back. */
  private void versions(Optional<WorkerRecord> before, WorkerRecord after) {
    before.ifPresent(was -> {
      assertThat(after.revision()).as("revision of %s", after.name()).isEqualTo(was.revision() + 1);
      assertThat(was.incarnation().isNewerThan(after.incarnation())).isFalse();
      assertThat(after.since().isBefore(was.since()) && !clockWasSetBack(was))
          .as("since of %s", after.name())
          .isFalse();
    });
    incarnations.merge(after.name(), after.incarnation().number(), Math::max);
  }

  private boolean clockWasSetBack(WorkerRecord was) {
    return rehearsal.time().instant().isBefore(was.since());
  }

  /** 8: a change of state is on the table, and row and event tell the same. */
  private static void told(Optional<WorkerRecord> before, WorkerRecord after, Event event) {
    assertThat(event.to()).isEqualTo(after.state());
    assertThat(event.from()).isEqualTo(before.map(WorkerRecord::state).orElse(null));
    if (event.kind() == Event.Kind.STATE) {
      assertThat(after.reason()).isEqualTo(event.reason());
      assertThat(Transitions.all().entrySet())
          .as("%s", event)
          .anyMatch(cell ->
              cell.getKey().from().equals(before.map(WorkerRecord::state))
                  && cell.getValue().equals(Optional.of(after.state())));
    }
  }

  /**
   * 1 and 3: only broken workers, slowly on the database's clock, with health evaluation active,
   * never the last.
   */
  private void retired(UUID gateway, WorkerRecord worker) {
    Instant now = rehearsal.time().instant();
    int failures = 0;
    for (Verdict verdict : worker(worker.name()).checks().reversed()) {
      if (verdict.isPassed()) {
        break;
      }
      failures += verdict == Verdict.FAILING ? 1 : 0;
    }
    assertThat(failures)
        .as("failures seen of %s", worker.name())
        .isGreaterThanOrEqualTo(policy.health().failures());
    assertThat(evaluation(gateway).activeFor(rehearsal.time().instant()))
        .isGreaterThanOrEqualTo(policy.brake().evaluationGrace());
    retirements.removeIf(at -> !at.plus(policy.brake().retireInterval()).isAfter(now));
    retirements.add(now);
    assertThat(retirements.size())
        .as("retirements in one interval")
        .isLessThanOrEqualTo(Math.max(1, (largestFleet + 9) / 10));
    assertThat(rehearsal.database().workers().all().workers())
        .as("somebody healthy is left")
        .anyMatch(other -> other.state() == WorkerState.RUNNING && other.checks().failures() == 0);
  }

  /** 2: who can be reached is not stalled, whatever happens to the evaluations. */
  private void stalled(UUID gateway, WorkerRecord worker) {
    RehearsedWorker real = worker(worker.name());
    assertThat(evaluation(gateway).activeSince()).as("evaluation is active").isNotNull();
    boolean reachable =
        real.gatewayIsWell()
            && real.reachableFor().filter(time -> time.compareTo(BACK) > 0).isPresent();
    assertThat(reachable)
        .as(
            "%s could be reached for %s and was stalled: %s",
            worker.name(), real.reachableFor(), worker.reason().sentence())
        .isFalse();
  }

  /** 2: rows go when their class allows it. */
  private void removed(UUID gateway, WorkerRecord before, Event event) {
    assertThat(Transitions.all().entrySet())
        .anyMatch(cell ->
            cell.getKey().from().equals(Optional.of(before.state())) && cell.getValue().isEmpty());
    if (event.reason().code() == ReasonCode.EPHEMERAL_GONE) {
      assertThat(before.registration().ephemeral()).isTrue();
      assertThat(evaluation(gateway).activeSince()).isNotNull();
    }
    if (event.reason().code() == ReasonCode.RECORD_EXPIRED) {
      assertThat(before.state()).isEqualTo(WorkerState.RETIRED);
    }
  }

  private EvaluationStatus evaluation(UUID gateway) {
    return controller(gateway).evaluation();
  }

  private Controller controller(UUID gateway) {
    return rehearsal.gateways().stream()
        .filter(up -> up.id().equals(gateway))
        .findFirst()
        .orElseThrow(() -> new AssertionError("a dead gateway acts"))
        .controller();
  }

  private RehearsedWorker worker(WorkerName name) {
    return rehearsal.workers().stream()
        .filter(worker -> worker.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** After each event. */
  void check() {
    if (checked == rehearsal.database().changes()) {
      return;
    }
    checked = rehearsal.database().changes();
    List<WorkerRecord> workers = rehearsal.database().workers().all().workers();
    largestFleet = Math.max(largestFleet, workers.size());
    Set<String> addresses = new HashSet<>();
    for (WorkerRecord worker : workers) {
      addresses(worker, addresses);
      assertThat(worker.reason().sentence()).isNotBlank();
      drains(worker);
      assertThat(worker.drain() != null)
          .isEqualTo(worker.state().isDraining() || worker.state().isEnded());
    }
  }

  /** 6: no two share an address, and one that nobody holds routes nowhere. */
  private static void addresses(WorkerRecord worker, Set<String> addresses) {
    if (worker.address() != null) {
      assertThat(addresses.add(worker.address().garden())).as("%s shares", worker.name()).isTrue();
      assertThat(worker.gateway()).as("holder of %s", worker.name()).isNotNull();
      assertThat(worker.state().isEnded()).as("%s routes", worker.name()).isFalse();
    }
  }

  /** 7: what was asked to leave is on its way, and whoever asks is told what holds it up. */
  private void drains(WorkerRecord worker) {
    if (!worker.state().isDraining()) {
      return;
    }
    Instant now = rehearsal.time().instant();
    for (RehearsedGateway gateway : rehearsal.gateways()) {
      Decision decision = gateway.controller().assess(worker, now);
      ReasonCode code = decision.reason().code();
      assertThat(code)
          .isIn(
              ReasonCode.DRAINING,
              ReasonCode.DRAINED,
              ReasonCode.DRAIN_DEADLINE,
              ReasonCode.HELD_EVALUATION_SUSPENDED);
      if (code == ReasonCode.DRAINING) {
        assertThat(decision.reason().details()).containsKey("blockers");
        assertThat(decision.next().at()).isNotNull().isAfter(now);
      }
    }
  }

  /** 7: what was asked to leave has left by its deadline, but for the evaluation grace. */
  void drainsEnd() {
    Instant now = rehearsal.time().instant();
    for (WorkerRecord worker : rehearsal.database().workers().all().workers()) {
      if (worker.state().isDraining() && worker.drain() != null) {
        assertThat(now)
            .as("drain of %s", worker.name())
            .isBefore(worker.drain().deadline().plus(policy.evaluationNeeds()).plusSeconds(20));
      }
    }
  }

  /** 2: when all is well again, everybody who was not asked to leave is at work. */
  void allAtWork() {
    for (RehearsedWorker worker : rehearsal.workers()) {
      boolean leaving =
          rehearsal
              .record(worker.name())
              .filter(row -> row.state().isDraining() || inQuarantine(row))
              .isPresent();
      if (worker.stopped() || leaving) {
        continue;
      }
      assertThat(rehearsal.record(worker.name()).map(WorkerRecord::state))
          .as("%s at the end; it was told %s", worker.name(), worker.lines())
          .contains(WorkerState.RUNNING);
      assertThat(rehearsal.record(worker.name()).orElseThrow().gateway())
          .as("holder of %s", worker.name())
          .isNotNull();
      assertThat(rehearsal.record(worker.name()).orElseThrow().address()).isNotNull();
    }
  }

  /** A drain that ended late begins its quarantine late; but none waits for longer than allowed. */
  private boolean inQuarantine(WorkerRecord row) {
    Instant until = row.quarantine().until();
    Instant now = rehearsal.time().instant();
    return row.state() == WorkerState.RETIRED
        && row.retiredForHealth()
        && until != null
        && until.isAfter(now)
        && !until.isAfter(now.plus(policy.quarantines().max()));
  }

  /** No worker was made worse by the rules. */
  void nobodyWasHarmed() {
    assertThat(rehearsal.database().history().all())
        .extracting(event -> event.reason().code())
        .doesNotContain(
            ReasonCode.UNREACHABLE,
            ReasonCode.CHECKS_FAILED,
            ReasonCode.EPHEMERAL_GONE,
            ReasonCode.DRAIN_DEADLINE);
  }
}
