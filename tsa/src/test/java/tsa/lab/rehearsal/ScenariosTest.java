package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.Decision;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/**
 * Reports from the field, named after their issues (docs/concourse-bugs.md), against the real
 * rules.
 */
@ExtendWith(Quiet.class)
@Pure
class ScenariosTest extends RehearsalCase {
  @Test
  void s5082_all_30_stall_together() {
    List<RehearsedWorker> fleet = fleet(30);
    fleet.forEach(worker -> worker.online(false));
    rehearsal.pass(Duration.ofMinutes(10));
    fleet.forEach(worker -> worker.online(true));
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(reasons()).doesNotContain(ReasonCode.UNREACHABLE);
    assertThat(states()).containsExactly(WorkerState.RUNNING);
  }

  @Test
  void s4923_60_fail_at_once() {
    List<RehearsedWorker> fleet = fleet(61);
    fleet.forEach(worker -> worker.verdict(Verdict.FAILING));
    rehearsal.pass(Duration.ofMinutes(75));
    assertThat(reasons()).doesNotContain(ReasonCode.CHECKS_FAILED);
    assertThat(gateway.controller().alarms())
        .singleElement()
        .satisfies(alarm -> {
          assertThat(alarm.reason().code()).isEqualTo(ReasonCode.HELD_FLEET_BRAKE);
          assertThat(alarm.workers()).hasSize(61);
        });
    fleet.forEach(worker -> worker.verdict(Verdict.HEALTHY));
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(gateway.controller().alarms()).isEmpty();
    rehearsal.pass(Duration.ofMinutes(30));
    assertThat(reasons())
        .as("those that recover first do not release the brake on the others")
        .doesNotContain(ReasonCode.CHECKS_FAILED);
  }

  @Test
  void s9603_ephemeral_blip_75s() {
    fleet(9);
    RehearsedWorker blip = rehearsal.worker("blip", true);
    rehearsal.pass(Duration.ofMinutes(5));
    blip.online(false);
    rehearsal.pass(Duration.ofSeconds(75));
    blip.online(true);
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(state(blip)).isEqualTo(WorkerState.RUNNING);
    assertThat(story(blip.name())).doesNotContain(ReasonCode.EPHEMERAL_GONE);
    assertThat(blip.stopped()).isFalse();
  }

  @Test
  void s2827_ephemeral_reregisters_fast() {
    fleet(9);
    RehearsedWorker worker = rehearsal.worker("e", true);
    rehearsal.pass(Duration.ofMinutes(5));
    for (int i = 0; i < 5; i++) {
      worker.restart();
      rehearsal.pass(Duration.ofSeconds(20));
      assertThat(state(worker)).isEqualTo(WorkerState.RUNNING);
    }
    assertThat(story(worker.name())).containsOnly(ReasonCode.JOINED);
  }

  @Test
  void s_db_away_10min() {
    fleet(20);
    rehearsal.worker("e", true);
    rehearsal.pass(MINUTE);
    rehearsal.database().away(true);
    rehearsal.pass(Duration.ofMinutes(10));
    rehearsal.database().away(false);
    rehearsal.pass(Duration.ofMinutes(10));
    assertThat(count(ReasonCode.UNREACHABLE)).isZero();
    assertThat(rehearsal.database().workers().all().workers()).hasSize(21);
    assertThat(states()).containsExactly(WorkerState.RUNNING);
  }

  @Test
  void s6332_db_pool_full() {
    fleet(20);
    for (int i = 0; i < 60; i++) {
      rehearsal.database().away(true);
      rehearsal.pass(Duration.ofSeconds(7));
      rehearsal.database().away(false);
      rehearsal.pass(Duration.ofSeconds(3));
    }
    assertThat(count(ReasonCode.UNREACHABLE)).isZero();
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(states()).containsExactly(WorkerState.RUNNING);
  }

  @Test
  void s4536_stalled_then_returns_with_containers() {
    RehearsedWorker worker = fleet(10).getFirst();
    worker.containers(7);
    worker.online(false);
    rehearsal.pass(Duration.ofHours(3));
    assertThat(state(worker)).isEqualTo(WorkerState.STALLED);
    worker.online(true);
    rehearsal.pass(MINUTE);
    assertThat(state(worker)).isEqualTo(WorkerState.RUNNING);
    assertThat(rehearsal.record(worker.name()).orElseThrow().heartbeat().load().containers())
        .isEqualTo(7);
    assertThat(worker.stopped()).as("its builds were left alone").isFalse();
    assertThat(story(worker.name()))
        .containsExactly(ReasonCode.JOINED, ReasonCode.UNREACHABLE, ReasonCode.REACHED);
  }

  @Test
  void s_gc_pause_90s() {
    fleet(20);
    gateway.pause(Duration.ofSeconds(90));
    rehearsal.pass(Duration.ofMinutes(10));
    assertThat(count(ReasonCode.UNREACHABLE)).isZero();
    assertThat(states()).containsExactly(WorkerState.RUNNING);
  }

  @Test
  void s_gc_pause_90s_of_one_of_two_gateways() {
    rehearsal.gateway();
    fleet(20);
    gateway.pause(Duration.ofSeconds(90));
    rehearsal.pass(Duration.ofMinutes(10));
    assertThat(count(ReasonCode.UNREACHABLE)).isZero();
    assertThat(rehearsal.database().workers().all().workers())
        .allSatisfy(worker -> {
          assertThat(worker.gateway()).isNotNull();
          assertThat(worker.address()).isNotNull();
        });
  }

  @Test
  void s_two_controllers() {
    rehearsal.gateway();
    rehearsal.gateway();
    List<RehearsedWorker> fleet = fleet(12);
    fleet.get(0).verdict(Verdict.FAILING);
    fleet.get(1).verdict(Verdict.FAILING);
    rehearsal.pass(Duration.ofMinutes(9));
    assertThat(count(ReasonCode.CHECKS_FAILED)).as("the rate of twelve is two").isEqualTo(2);
    fleet.subList(2, 4).forEach(worker -> worker.verdict(Verdict.FAILING));
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(count(ReasonCode.CHECKS_FAILED)).isEqualTo(2);
  }

  @Test
  void s6306_failed_rebalance() {
    List<RehearsedWorker> fleet = fleet(5);
    RehearsedWorker worker = fleet.getFirst();
    long before = rehearsal.record(worker.name()).orElseThrow().incarnation().number();
    worker.rebalanceInVain();
    rehearsal.pass(MINUTE);
    assertThat(rehearsal.record(worker.name()).orElseThrow().incarnation().number())
        .isEqualTo(before);
    assertThat(worker.lastEnding()).isEmpty();
    worker.rebalance();
    rehearsal.pass(MINUTE);
    assertThat(rehearsal.record(worker.name()).orElseThrow().incarnation().number())
        .isGreaterThan(before);
    assertThat(story(worker.name())).containsExactly(ReasonCode.JOINED);
  }

  @Test
  void s3597_retire_12h() {
    List<RehearsedWorker> fleet = fleet(3);
    RehearsedWorker worker = fleet.getFirst();
    worker.containers(4);
    rehearsal.ask(gateway, worker.name(), Request.Action.RETIRE, "old");
    rehearsal.pass(Duration.ofMinutes(59));
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRING);
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRED);
    assertThat(rehearsal.record(worker.name()).orElseThrow().reason().sentence())
        .isEqualTo(
            "the drain reached its deadline of 1h with 4 containers left: w0-container-1,"
                + " w0-container-2, w0-container-3, w0-container-4");
    assertThat(worker.stopped()).isTrue();
  }

  @Test
  void s1035_btrfs_read_only() {
    List<RehearsedWorker> fleet = fleet(10);
    RehearsedWorker worker = fleet.getFirst();
    worker.problem(
        new CheckReport.Problem(CheckStep.CREATE_VOLUME, FailureCause.READ_ONLY, "read-only fs"));
    worker.verdict(Verdict.FAILING);
    rehearsal.pass(Duration.ofMinutes(6));
    assertThat(story(worker.name()))
        .containsSubsequence(ReasonCode.JOINED, ReasonCode.CHECKS_FAILED, ReasonCode.DRAINED);
    assertThat(worker.lastEnding().orElseThrow().kind()).isEqualTo(SessionEnd.Kind.FAIL);
    assertThat(worker.lastEnding().orElseThrow().reason().sentence())
        .contains("create-volume: read-only (read-only fs)");
    rehearsal.pass(Duration.ofHours(2));
    assertThat(state(worker)).as("restarted, and still broken").isEqualTo(WorkerState.RETIRED);
    worker.verdict(Verdict.HEALTHY);
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(state(worker)).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void s2656_tenant_breaks_pipeline() {
    List<RehearsedWorker> fleet = fleet(10);
    fleet.subList(0, 6).forEach(worker -> worker.verdict(Verdict.INCONCLUSIVE));
    fleet.subList(6, 10).forEach(worker -> worker.verdict(Verdict.SATURATED));
    rehearsal.pass(Duration.ofHours(6));
    assertThat(states()).containsExactly(WorkerState.RUNNING);
    assertThat(reasons()).containsExactly(ReasonCode.JOINED);
  }

  @Test
  void the_alarm_names_all_workers_that_would_be_acted_on_whoever_holds_them() {
    RehearsedGateway second = rehearsal.gateway();
    List<RehearsedWorker> fleet = fleet(20);
    assertThat(fleet.stream().map(w -> rehearsal.record(w.name()).orElseThrow().gateway()))
        .contains(gateway.id(), second.id());
    fleet.subList(0, 12).forEach(worker -> worker.verdict(Verdict.FAILING));
    rehearsal.pass(Duration.ofMinutes(10));
    for (RehearsedGateway each : List.of(gateway, second)) {
      assertThat(each.controller().alarms())
          .singleElement()
          .satisfies(alarm -> {
            assertThat(alarm.reason().code()).isEqualTo(ReasonCode.HELD_FLEET_BRAKE);
            assertThat(alarm.workers())
                .containsExactlyInAnyOrderElementsOf(
                    fleet.subList(0, 12).stream().map(RehearsedWorker::name).toList());
          });
    }
  }

  @Test
  void what_one_gateway_tells_of_another_s_workers_is_what_that_one_does() {
    RehearsedGateway second = rehearsal.gateway();
    List<RehearsedWorker> fleet = fleet(20);
    RehearsedWorker worker =
        fleet.stream()
            .filter(w -> second.id().equals(rehearsal.record(w.name()).orElseThrow().gateway()))
            .findFirst()
            .orElseThrow();
    worker.online(false);
    second.pause(Duration.ofSeconds(50));
    int held = 0;
    for (int i = 0; i < 60; i++) {
      rehearsal.pass(Duration.ofSeconds(2));
      WorkerRecord record = rehearsal.record(worker.name()).orElseThrow();
      Instant now = rehearsal.time().instant();
      Decision done = second.controller().assess(record, now);
      Decision told = gateway.controller().assess(record, now);
      if (done.reason().code() == ReasonCode.HELD_EVALUATION_SUSPENDED) {
        assertThat(told.reason().code()).as("after %d s", i * 2).isEqualTo(done.reason().code());
        held++;
      }
    }
    assertThat(held).isPositive();
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(state(worker)).isEqualTo(WorkerState.STALLED);
  }

  @Test
  void a_quarantine_begins_when_the_drain_ends() {
    List<RehearsedWorker> fleet = fleet(10);
    RehearsedWorker worker = fleet.getFirst();
    worker.containers(2);
    worker.verdict(Verdict.FAILING);
    rehearsal.pass(Duration.ofMinutes(30));
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRING);
    worker.verdict(Verdict.HEALTHY);
    worker.containers(0);
    rehearsal.pass(Duration.ofSeconds(50));
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRED);
    assertThat(worker.lines()).anyMatch(line -> line.startsWith("in quarantine for another"));
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(state(worker)).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void an_operator_s_retire_takes_over_one_by_the_rules() {
    List<RehearsedWorker> fleet = fleet(10);
    RehearsedWorker worker = fleet.getFirst();
    worker.containers(2);
    worker.verdict(Verdict.FAILING);
    rehearsal.pass(Duration.ofMinutes(6));
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRING);
    rehearsal.ask(gateway, worker.name(), Request.Action.RETIRE, "replaced by hand");
    worker.containers(0);
    rehearsal.pass(MINUTE);
    assertThat(state(worker)).isEqualTo(WorkerState.RETIRED);
    assertThat(worker.lastEnding().orElseThrow().kind()).isEqualTo(SessionEnd.Kind.STOP);
  }

  @Test
  void one_odd_row_costs_nobody_else_anything() {
    List<RehearsedWorker> fleet = fleet(6);
    rehearsal.database().odd(fleet.getFirst().name(), true);
    rehearsal.pass(Duration.ofMinutes(30));
    assertThat(gateway.controller().evaluation().activeFor(rehearsal.time().instant()))
        .isGreaterThan(Duration.ofMinutes(30));
    assertThat(states()).containsExactly(WorkerState.RUNNING);
    fleet.get(1).online(false);
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(state(fleet.get(1))).isEqualTo(WorkerState.STALLED);
  }

  @Test
  void observe_decides_everything_and_does_nothing() {
    Policy.Health health = Policy.DEFAULT.health();
    Policy observe =
        new Policy(
            Policy.DEFAULT.connectivity(),
            new Policy.Health(
                true, health.checkInterval(), health.checkLimit(), 3, health.failingFor(), true),
            Policy.DEFAULT.drains(),
            Policy.DEFAULT.quarantines(),
            Policy.DEFAULT.brake());
    Rehearsal watched = new Rehearsal(observe, SampleWorkers.T0, 1);
    watched.gateway();
    for (int i = 0; i < 9; i++) {
      watched.worker("w" + i, false);
    }
    RehearsedWorker broken = watched.worker("broken", false);
    broken.verdict(Verdict.FAILING);
    watched.pass(Duration.ofHours(3));
    assertThat(watched.record(broken.name()).orElseThrow().state()).isEqualTo(WorkerState.RUNNING);
    assertThat(watched.database().history().all())
        .extracting(event -> event.reason().code())
        .contains(ReasonCode.JOINED_UNPROVEN, ReasonCode.WOULD_RETIRE)
        .doesNotContain(ReasonCode.CHECKS_FAILED);
  }

  /** The first timeline of the original discussion (PR #3025): a worker that is not ephemeral. */
  @Test
  void timeline_of_a_durable_worker() {
    List<RehearsedWorker> fleet = fleet(10);
    RehearsedWorker cut = fleet.get(0);
    cut.online(false);
    rehearsal.pass(Duration.ofHours(5));
    assertThat(state(cut)).isEqualTo(WorkerState.STALLED);
    cut.online(true);
    rehearsal.pass(MINUTE);
    assertThat(story(cut.name()))
        .containsExactly(ReasonCode.JOINED, ReasonCode.UNREACHABLE, ReasonCode.REACHED);
    RehearsedWorker broken = fleet.get(1);
    broken.verdict(Verdict.FAILING);
    rehearsal.pass(Duration.ofMinutes(6));
    assertThat(story(broken.name()))
        .containsExactly(ReasonCode.JOINED, ReasonCode.CHECKS_FAILED, ReasonCode.DRAINED);
    assertThat(broken.lastEnding().orElseThrow().kind()).isEqualTo(SessionEnd.Kind.FAIL);
  }

  /** The second timeline of the original discussion (PR #3025): an ephemeral worker. */
  @Test
  void timeline_of_an_ephemeral_worker() {
    fleet(10);
    RehearsedWorker worker = rehearsal.worker("e", true);
    rehearsal.pass(Duration.ofMinutes(5));
    worker.online(false);
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(rehearsal.record(worker.name())).isEmpty();
    worker.online(true);
    rehearsal.pass(MINUTE);
    assertThat(state(worker)).isEqualTo(WorkerState.RUNNING);
    assertThat(story(worker.name()))
        .containsExactly(
            ReasonCode.JOINED,
            ReasonCode.UNREACHABLE,
            ReasonCode.EPHEMERAL_GONE,
            ReasonCode.JOINED);
    worker.verdict(Verdict.FAILING);
    rehearsal.pass(Duration.ofMinutes(6));
    assertThat(story(worker.name())).endsWith(ReasonCode.CHECKS_FAILED, ReasonCode.DRAINED);
  }
}
