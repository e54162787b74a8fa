package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.control.port.Event;
import tsa.control.port.ReadScope;
import tsa.lifecycle.Policy;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SampleWorkers;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** A rehearsal with one gateway and the default policy, and what tests ask of it. */
@ExtendWith(Quiet.class)
abstract class RehearsalCase {
  static final Duration MINUTE = Duration.ofMinutes(1);

  final Rehearsal rehearsal = new Rehearsal(Policy.DEFAULT, SampleWorkers.T0, 42);
  final RehearsedGateway gateway = rehearsal.gateway();

  final List<RehearsedWorker> fleet(int size) {
    List<RehearsedWorker> workers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      workers.add(rehearsal.worker("w" + i, false));
    }
    rehearsal.pass(Duration.ofMinutes(5));
    assertThat(states()).containsExactly(WorkerState.RUNNING);
    return workers;
  }

  final Set<WorkerState> states() {
    return rehearsal.database().workers().all().workers().stream()
        .map(worker -> worker.state())
        .collect(Collectors.toSet());
  }

  final WorkerState state(RehearsedWorker worker) {
    return rehearsal.record(worker.name()).orElseThrow().state();
  }

  final List<ReasonCode> story(WorkerName worker) {
    return rehearsal
        .database()
        .history()
        .events(worker, ReadScope.ALL, null, 1000)
        .reversed()
        .stream()
        .filter(written -> written.event().kind() == Event.Kind.STATE)
        .map(written -> written.event().reason().code())
        .toList();
  }

  final Set<ReasonCode> reasons() {
    return rehearsal.database().history().all().stream()
        .map(event -> event.reason().code())
        .collect(Collectors.toSet());
  }

  final long count(ReasonCode code) {
    return rehearsal.database().history().all().stream()
        .filter(event -> event.kind() == Event.Kind.STATE && event.reason().code() == code)
        .count();
  }
}
