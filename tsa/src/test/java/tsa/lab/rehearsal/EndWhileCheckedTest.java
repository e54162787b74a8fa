package tsa.lab.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Policy;
import tsa.lifecycle.Request;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.SessionEnd;
import tsa.lifecycle.Verdict;
import tsa.lifecycle.WorkerRecord;
import tsa.testing.Pure;
import tsa.worker.WorkerState;

/** A worker that is gone for good while a deep check is made on it: nothing is to stay there. */
@ExtendWith(Quiet.class)
@Pure
class EndWhileCheckedTest {
  private final Rehearsal rehearsal = new Rehearsal(Policy.DEFAULT, SampleWorkers.T0, 13);
  private final RehearsedGateway gateway = rehearsal.gateway();

  @Test
  void theSessionEndsOnceTheCheckHasCleanedUp() {
    RehearsedWorker worker = rehearsal.worker("w", false);
    rehearsal.pass(Duration.ofMinutes(2));
    CompletableFuture<CheckReport> check =
        gateway.controller().checkNow(worker.name()).orElseThrow();
    rehearsal.ask(gateway, worker.name(), Request.Action.DELETE, "test");
    rehearsal.pass(Duration.ofMillis(100));
    assertThat(rehearsal.record(worker.name()).map(WorkerRecord::state))
        .contains(WorkerState.RETIRED);
    assertThat(check).isNotDone();
    assertThat(worker.lastEnding()).isEmpty();
    rehearsal.pass(Duration.ofSeconds(6));
    assertThat(check.join().verdict()).as("it was not called off").isEqualTo(Verdict.HEALTHY);
    assertThat(worker.lastEnding().map(SessionEnd::kind)).contains(SessionEnd.Kind.STOP);
  }
}
