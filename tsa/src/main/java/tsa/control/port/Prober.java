package tsa.control.port;

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
  record ProbeTarget(WorkerName name, Incarnation incarnation, Tunnel tunnel) {}

  /** What came of a heartbeat. */
  sealed interface HeartbeatResult {
    /** Both servers answered. */
    record Good(Load load) implements HeartbeatResult {}

    /**
     * One of them did not.
     *
     * @param server which
     * @param cause why
     * @param detail what it said, shortened; for a person
     * @param answered whether it answered all the same, with an error or to a lighter call: ill,
     *     but within reach
     */
    record Missed(Tunnel.Server server, FailureCause cause, String detail, boolean answered)
        implements HeartbeatResult {
      /** Judged by the cause alone. */
      public Missed(Tunnel.Server server, FailureCause cause, String detail) {
        this(server, cause, detail, cause.isAnswer());
      }
    }
  }

  /** How much a deep check looks at. */
  enum Depth {
    /** Everything whenever that is due, and the quick steps in between. */
    AS_DUE,
    /** Everything. */
    THOROUGH
  }

  /** Asks both servers what they hold, and makes nothing. */
  CompletableFuture<HeartbeatResult> heartbeat(ProbeTarget target, Duration limit);

  /**
   * Runs a deep check and removes what it made.
   *
   * @param limit for all its steps; cleaning up may take as long again
   */
  CompletableFuture<CheckReport> check(ProbeTarget target, Duration limit, Depth depth);

  /**
   * Destroys what earlier checks left on the worker, as far as the journal and a list tell. Answers
   * whether nothing is left to be looked after: the lists are clean and the journal is empty.
   */
  CompletableFuture<Boolean> sweep(ProbeTarget target, Duration limit);
}
