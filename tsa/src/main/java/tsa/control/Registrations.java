package tsa.control;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tsa.control.port.WorkerLink;
import tsa.lifecycle.CheckReport;
import tsa.worker.Machine;
import tsa.worker.Registration;
import tsa.worker.WorkerName;

/** The registrations that this process holds. Thread-safe. */
public interface Registrations {

  /**
   * Takes charge of a new session: asks the worker, admits it when the rules allow, keeps it alive,
   * evaluates it, and ends it through {@link WorkerLink#end}. Returns at once.
   */
  void open(Registration registration, Machine machine, WorkerLink link);

  /**
   * Runs a deep check now, after one that may be under way; it counts like any other. Empty if this
   * process does not hold the registration that is in charge.
   */
  Optional<CompletableFuture<CheckReport>> checkNow(WorkerName name);

  /** What is known of a session beyond the worker's record. */
  record Held(WorkerName name, long incarnation, boolean admitted, String waitingFor) {}

  /**
   * Whether a registration of that name waits here to be admitted. Which of two machines a report
   * is of cannot be told then.
   */
  boolean waits(WorkerName name);

  /** The sessions held, in no order. */
  List<Held> held();
}
