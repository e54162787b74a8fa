package tsa.control;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.FailureCause;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.WorkerName;

/**
 * Port: asks workers. Answers come within the limit, always as values: the futures never fail.
 * Cancelling one ends the asking soon, but not the clean-up of what it made. Thread-safe.
 */
public interface Prober {

  /** Whom to ask, and how. */
  record Target(WorkerName name, Incarnation incarnation, Tunnel tunnel) {}

  /** What came of a beat. */
  sealed interface BeatResult {
    /** Both servers answered. */
    record Good(Load load) implements BeatResult {}

    /**
     * One of them did not.
     *
     * @param server which
     * @param cause why
     * @param detail what it said, shortened; for a person
     */
    record Missed(Tunnel.Server server, FailureCause cause, String detail) implements BeatResult {
      /** Whether it answered all the same, though with an error: ill, but within reach. */
      public boolean answered() {
        return cause.isAnswer();
      }
    }
  }

  /** Asks both servers what they hold, and makes nothing. */
  CompletableFuture<BeatResult> beat(Target target, Duration limit);

  /**
   * Runs a deep check and removes what it made.
   *
   * @param limit for all its steps; cleaning up may take as long again
   */
  CompletableFuture<CheckReport> check(Target target, Duration limit);

  /** Destroys what earlier checks left on the worker, as far as the journal and a list tell. */
  CompletableFuture<Void> sweep(Target target, Duration limit);
}
