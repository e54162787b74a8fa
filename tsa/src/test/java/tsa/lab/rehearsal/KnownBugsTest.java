package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.control.Caller;
import tsa.control.RequestOutcome;
import tsa.control.WorkerRequests;
import tsa.control.port.Change;
import tsa.control.port.ReadScope;
import tsa.lifecycle.Heartbeat;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.RecordBuilder;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.Pure;
import tsa.worker.Machine;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/**
 * Bugs of Concourse (docs/concourse-bugs.md) that cannot happen here. B1, B5 and B6 also have tests
 * in {@code ControllerTest}, B2 and B7 in {@code LifecycleTest}, B9 in the gateway's {@code
 * RegistrationTest} (what a worker says on stdin), B16 in {@code AdmissionRulesTest} and {@code
 * IdentityScenariosTest}.
 */
@ExtendWith(Quiet.class)
@Pure
class KnownBugsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Rehearsal rehearsal = new Rehearsal(Policy.DEFAULT, SampleWorkers.T0, 7);
  private final RehearsedGateway gateway = rehearsal.gateway();

  @BeforeEach
  void fleet() {
    for (int i = 0; i < 9; i++) {
      rehearsal.worker("other-" + i, false);
    }
    rehearsal.pass(Duration.ofMinutes(2));
  }

  private RehearsedWorker joined(String name, boolean ephemeral) {
    RehearsedWorker worker = rehearsal.worker(name, ephemeral);
    rehearsal.pass(MINUTE);
    assertThat(state(worker)).isEqualTo(WorkerState.RUNNING);
    return worker;
  }

  private WorkerRecord record(RehearsedWorker worker) {
    return rehearsal.record(worker.name()).orElseThrow();
  }

  private WorkerState state(RehearsedWorker worker) {
    return record(worker).state();
  }

  private RequestOutcome ask(RehearsedWorker worker, Request.Action what) {
    return rehearsal.ask(gateway, worker.name(), what, "test");
  }

  @Test
  void b1_reconnects_do_not_cancel_a_drain() {
    RehearsedWorker worker = joined("w", false);
    worker.containers(2);
    ask(worker, Request.Action.LAND);
    for (int i = 0; i < 3; i++) {
      worker.rebalance();
      rehearsal.pass(MINUTE);
      rehearsal.gateways().getFirst().dropAll();
      rehearsal.pass(MINUTE);
      assertThat(state(worker)).isEqualTo(WorkerState.LANDING);
    }
    rehearsal.restart(gateway);
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(state(worker)).isEqualTo(WorkerState.LANDING);
  }

  @Test
  void b2_landed_can_be_retired() {
    RehearsedWorker worker = joined("w", false);
    ask(worker, Request.Action.LAND);
    rehearsal.pass(MINUTE);
    assertThat(state(worker)).isEqualTo(WorkerState.LANDED);
    assertThat(ask(worker, Request.Action.RETIRE)).isInstanceOf(RequestOutcome.Done.class);
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRED);
  }

  @Test
  void b3_a_worker_that_leaves_before_it_is_admitted_never_is() {
    RehearsedWorker hasty = rehearsal.worker("hasty", false);
    hasty.restart();
    hasty.online(false);
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(rehearsal.record(hasty.name())).isEmpty();
  }

  @Test
  void b4_a_store_that_was_away_stalls_and_deletes_nobody() {
    RehearsedWorker ephemeral = joined("e", true);
    for (int i = 0; i < 5; i++) {
      rehearsal.database().away(true);
      rehearsal.pass(Duration.ofSeconds(100));
      rehearsal.database().away(false);
      rehearsal.pass(Duration.ofSeconds(30));
    }
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(state(ephemeral)).isEqualTo(WorkerState.RUNNING);
    assertThat(rehearsal.database().history().all())
        .noneMatch(event -> event.reason().code() == ReasonCode.UNREACHABLE);
  }

  @Test
  void b5_an_older_registration_neither_heartbeats_nor_writes_its_address() {
    RehearsedWorker worker = joined("w", false);
    WorkerRecord before = record(worker);
    worker.rebalance();
    rehearsal.pass(MINUTE);
    WorkerRecord after = record(worker);
    assertThat(after.incarnation().isNewerThan(before.incarnation())).isTrue();
    assertThat(after.address()).isNotEqualTo(before.address());
    rehearsal.pass(Duration.ofMinutes(10));
    assertThat(record(worker).address()).isEqualTo(after.address());
    assertThat(worker.lastEnding().orElseThrow().kind()).isEqualTo(SessionEnd.Kind.HAND_OVER);
  }

  @Test
  void b6_a_failed_rebalance_costs_nothing() {
    RehearsedWorker worker = joined("w", false);
    WorkerRecord before = record(worker);
    worker.rebalanceInVain();
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(record(worker).incarnation()).isEqualTo(before.incarnation());
    assertThat(record(worker).address()).isEqualTo(before.address());
  }

  @Test
  void b7_a_request_to_land_does_not_undo_retiring_and_the_dead_do_not_drain_for_ever() {
    RehearsedWorker worker = joined("w", false);
    worker.containers(1);
    ask(worker, Request.Action.RETIRE);
    assertThat(ask(worker, Request.Action.LAND)).isInstanceOf(RequestOutcome.Refused.class);
    worker.online(false);
    rehearsal.pass(Duration.ofMinutes(61));
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRED);
    rehearsal.pass(Duration.ofHours(25));
    assertThat(rehearsal.record(worker.name())).isEmpty();
  }

  @Test
  void b7_a_landed_worker_that_never_comes_back_goes_when_the_operator_set_a_limit() {
    Policy.Connectivity connectivity = Policy.DEFAULT.connectivity();
    Policy policy =
        new Policy(
            new Policy.Connectivity(
                connectivity.heartbeatInterval(),
                connectivity.heartbeatLimit(),
                connectivity.stallAfter(),
                connectivity.ephemeralGrace(),
                Duration.ofHours(3)),
            Policy.DEFAULT.health(),
            Policy.DEFAULT.drains(),
            Policy.DEFAULT.quarantines(),
            Policy.DEFAULT.brake());
    Rehearsal limited = new Rehearsal(policy, SampleWorkers.T0, 7);
    RehearsedGateway through = limited.gateway();
    RehearsedWorker worker = limited.worker("w", false);
    limited.worker("other", false);
    limited.pass(MINUTE);
    limited.ask(through, worker.name(), Request.Action.LAND, "test");
    limited.pass(Duration.ofHours(2));
    assertThat(limited.record(worker.name()).orElseThrow().state()).isEqualTo(WorkerState.LANDED);
    limited.pass(Duration.ofHours(2));
    assertThat(limited.record(worker.name())).isEmpty();
    assertThat(
            limited
                .database()
                .history()
                .events(worker.name(), ReadScope.ALL, null, 1)
                .getFirst()
                .event()
                .reason())
        .extracting(reason -> reason.code())
        .isEqualTo(ReasonCode.LANDED_TOO_LONG);
  }

  @Test
  void b8_no_ephemeral_worker_escapes_its_clean_up() {
    RehearsedWorker worker = joined("e", true);
    worker.online(false);
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(state(worker)).isEqualTo(WorkerState.STALLED);
    rehearsal.restart(gateway);
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(rehearsal.record(worker.name())).isEmpty();
  }

  @Test
  void b16_two_machines_of_one_name_do_not_overwrite_each_other() {
    RehearsedWorker first = joined("twin", false);
    Machine machine = record(first).machine();
    for (int i = 0; i < 3; i++) {
      rehearsal.worker("twin", false);
    }
    rehearsal.pass(Duration.ofMinutes(10));
    assertThat(record(first).machine()).isEqualTo(machine);
  }

  @Test
  void b25_a_worker_forgotten_by_mistake_comes_back() {
    RehearsedWorker worker = joined("w", false);
    worker.online(false);
    rehearsal.pass(Duration.ofSeconds(70));
    assertThat(ask(worker, Request.Action.PRUNE)).isInstanceOf(RequestOutcome.Done.class);
    worker.online(true);
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(worker.stopped()).isFalse();
    assertThat(state(worker)).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void b29_what_a_worker_holds_is_its_own_word_and_never_carried_over() {
    RehearsedWorker worker = joined("w", false);
    worker.containers(5);
    rehearsal.pass(MINUTE);
    assertThat(record(worker).heartbeat().load().containers()).isEqualTo(5);
    worker.containers(0);
    worker.restart();
    rehearsal.pass(MINUTE);
    assertThat(record(worker).heartbeat().load().containers()).isZero();
  }

  @Test
  void b30_a_team_s_worker_is_landed_by_its_team_without_naming_it() {
    RehearsedWorker worker = joined("w", false);
    WorkerRecord plain = record(worker);
    InMemoryWorkerStore store = rehearsal.database().workers();
    WorkerRecord owned =
        RecordBuilder.of(plain).next().registration(Owned.by(plain.registration(), "blue")).build();
    assertThat(store.apply(new Change.Update(owned, null))).isTrue();
    WorkerRequests requests =
        new WorkerRequests(store, NoResidue.INSTANCE, gateway.controller().gate(), Policy.DEFAULT);
    assertThat(requests.ask(worker.name(), Request.Action.LAND, new Caller("w", "red"), ""))
        .isInstanceOf(RequestOutcome.Forbidden.class);
    assertThat(requests.ask(worker.name(), Request.Action.LAND, new Caller("w", "blue"), ""))
        .isInstanceOf(RequestOutcome.Done.class);
  }

  @Test
  void b31_the_end_of_a_retirement_is_kept_and_told() {
    RehearsedWorker worker = joined("w", false);
    ask(worker, Request.Action.RETIRE);
    rehearsal.pass(MINUTE);
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRED);
    assertThat(rehearsal.database().history().events(worker.name(), ReadScope.ALL, null, 10))
        .anyMatch(written ->
            written.event().to() == WorkerState.RETIRED
                && written.event().reason().code() == ReasonCode.DRAINED);
  }

  @Test
  void b32_deleting_an_unknown_worker_is_no_trouble() {
    WorkerName nobody = new WorkerName("nobody");
    assertThat(rehearsal.ask(gateway, nobody, Request.Action.DELETE, ""))
        .isInstanceOf(RequestOutcome.Unknown.class);
  }

  @Test
  void b33_no_heartbeat_lands_after_the_end_of_its_registration() {
    RehearsedWorker worker = joined("w", false);
    for (int i = 0; i < 200; i++) {
      rehearsal.pass(Duration.ofMillis(250));
      if (Duration.ofNanos(rehearsal.time().nanos() - worker.lastHeartbeat()).toMillis() < 250) {
        Heartbeat stored = record(worker).heartbeat();
        worker.online(false);
        gateway.dropAll();
        rehearsal.pass(Duration.ofSeconds(5));
        assertThat(record(worker).heartbeat()).isEqualTo(stored);
        return;
      }
    }
    throw new AssertionError("no heartbeat within 50 s");
  }
}
