package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tsa.control.port.ReadScope;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Request;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/** Several machines and one name (docs/concourse-bugs.md B16). */
@Pure
class IdentityScenariosTest extends RehearsalCase {
  @Test
  void b16_the_second_of_two_live_machines_is_kept_out_and_both_are_told() {
    fleet(3);
    RehearsedWorker first = rehearsal.worker("twin", false);
    rehearsal.pass(Duration.ofMinutes(2));
    long inCharge = rehearsal.record(first.name()).orElseThrow().machine().startTime();
    RehearsedWorker second = rehearsal.worker("twin", false);
    rehearsal.pass(Duration.ofHours(1));
    assertThat(rehearsal.record(first.name()).orElseThrow().machine().startTime())
        .isEqualTo(inCharge);
    assertThat(second.lines()).anyMatch(line -> line.startsWith("another machine is alive"));
    assertThat(first.lines()).anyMatch(line -> line.contains("is kept out"));
    assertThat(reasons()).contains(ReasonCode.OTHER_MACHINE_ALIVE);
    first.online(false);
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(rehearsal.record(first.name()).orElseThrow().machine().startTime())
        .isNotEqualTo(inCharge);
    assertThat(state(second)).isEqualTo(WorkerState.RUNNING);
  }

  @Test
  void b16_the_first_machine_is_told_also_when_the_second_is_on_another_gateway() {
    fleet(3);
    RehearsedWorker first = rehearsal.worker("twin", false);
    rehearsal.pass(Duration.ofMinutes(2));
    RehearsedGateway other = rehearsal.gateway();
    gateway.full(true);
    RehearsedWorker second = rehearsal.worker("twin", false);
    rehearsal.pass(Duration.ofMinutes(10));
    assertThat(rehearsal.record(first.name()).orElseThrow().gateway()).isEqualTo(gateway.id());
    assertThat(other.controller().held())
        .singleElement()
        .satisfies(held -> assertThat(held.admitted()).isFalse());
    assertThat(second.lines()).anyMatch(line -> line.startsWith("another machine is alive"));
    assertThat(first.lines().stream().filter(line -> line.contains("is kept out")).toList())
        .as("told once, however long the other waits")
        .hasSize(1);
  }

  @Test
  void b16_a_crowd_that_quarrels_for_a_name_cannot_fill_its_history() {
    fleet(3);
    RehearsedWorker first = rehearsal.worker("twin", false);
    rehearsal.pass(Duration.ofMinutes(2));
    for (int i = 0; i < 60; i++) {
      rehearsal.worker("twin", false);
    }
    for (int i = 0; i < 20; i++) {
      rehearsal.workers().stream()
          .filter(worker -> worker != first && worker.name().equals(first.name()))
          .forEach(RehearsedWorker::restart);
      rehearsal.pass(Duration.ofSeconds(30));
    }
    long quarrels =
        rehearsal.database().history().events(first.name(), ReadScope.ALL, null, 1000).stream()
            .filter(event -> event.event().reason().code() == ReasonCode.OTHER_MACHINE_ALIVE)
            .count();
    assertThat(quarrels).isBetween(2L, 11L);
  }

  @Test
  void s1251_same_name_new_disk() {
    List<RehearsedWorker> fleet = fleet(3);
    RehearsedWorker first = fleet.getFirst();
    rehearsal.ask(gateway, first.name(), Request.Action.LAND, "new disk");
    rehearsal.pass(MINUTE);
    assertThat(state(first)).isEqualTo(WorkerState.LANDED);
    first.restart();
    rehearsal.pass(MINUTE);
    assertThat(state(first)).isEqualTo(WorkerState.RUNNING);
    assertThat(rehearsal.record(first.name()).orElseThrow().checks().failures()).isZero();
  }
}
