package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.control.RequestOutcome;
import tsa.control.port.Event;
import tsa.control.port.ReadScope;
import tsa.lifecycle.Cordon;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/** A worker that is kept out of new work, through all that can happen to it. */
@ExtendWith(Quiet.class)
@Pure
class CordonedWorkerTest {
  private final Rehearsal rehearsal = new Rehearsal(Policy.DEFAULT, SampleWorkers.T0, 11);
  private RehearsedGateway gateway = rehearsal.gateway();

  private RehearsedWorker cordoned() {
    for (int i = 0; i < 9; i++) {
      rehearsal.worker("other-" + i, false);
    }
    RehearsedWorker worker = rehearsal.worker("w", false);
    rehearsal.pass(Duration.ofMinutes(2));
    assertThat(ask(worker, Request.Action.CORDON)).isInstanceOf(RequestOutcome.Done.class);
    return worker;
  }

  private RequestOutcome ask(RehearsedWorker worker, Request.Action what) {
    return rehearsal.ask(gateway, worker.name(), what, "noisy fan");
  }

  private WorkerRecord record(RehearsedWorker worker) {
    return rehearsal.record(worker.name()).orElseThrow();
  }

  @Test
  void itStaysMarkedAndRunningOverReconnectsRestartsAndStalls() {
    RehearsedWorker worker = cordoned();
    Cordon mark = record(worker).cordon();
    assertThat(mark).isNotNull();
    int checks = worker.checks().size();
    worker.rebalance();
    rehearsal.pass(Duration.ofMinutes(2));
    gateway = rehearsal.restart(gateway);
    rehearsal.pass(Duration.ofMinutes(2));
    worker.online(false);
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(record(worker).state()).isEqualTo(WorkerState.STALLED);
    worker.online(true);
    rehearsal.pass(Duration.ofMinutes(2));
    worker.restart();
    rehearsal.pass(Duration.ofMinutes(3));
    assertThat(record(worker).cordon()).isEqualTo(mark);
    assertThat(record(worker).state()).isEqualTo(WorkerState.RUNNING);
    assertThat(worker.checks().size()).as("it is checked as ever").isGreaterThan(checks + 3);
    assertThat(worker.stopped()).isFalse();
  }

  @Test
  void itIsRetiredWhenItBreaksAsAnyOther() {
    RehearsedWorker worker = cordoned();
    worker.verdict(Verdict.FAILING);
    rehearsal.pass(Duration.ofMinutes(6));
    assertThat(record(worker).state()).isEqualTo(WorkerState.RETIRED);
  }

  @Test
  void theHistoryTellsWhoMarkedItAndWhoLiftedTheMark() {
    RehearsedWorker worker = cordoned();
    assertThat(ask(worker, Request.Action.CORDON)).isInstanceOf(RequestOutcome.Already.class);
    assertThat(ask(worker, Request.Action.UNCORDON)).isInstanceOf(RequestOutcome.Done.class);
    assertThat(ask(worker, Request.Action.UNCORDON)).isInstanceOf(RequestOutcome.Already.class);
    assertThat(record(worker).cordon()).isNull();
    List<Event> events =
        rehearsal.database().history().events(worker.name(), ReadScope.ALL, null, 2).stream()
            .map(written -> written.event())
            .toList();
    assertThat(events)
        .extracting(Event::kind)
        .containsExactly(Event.Kind.UNCORDONED, Event.Kind.CORDONED);
    assertThat(events)
        .allSatisfy(event -> {
          assertThat(event.actor()).isEqualTo("operator");
          assertThat(event.from()).isEqualTo(WorkerState.RUNNING);
          assertThat(event.to()).isEqualTo(WorkerState.RUNNING);
        });
    assertThat(events.getFirst().reason().code()).isEqualTo(ReasonCode.UNCORDONED);
  }
}
