package tsa.control;

import tsa.lifecycle.Reason;
import tsa.worker.WorkerName;

/** The other sessions of this process, as one session sees them. Thread-safe; does not block. */
@FunctionalInterface
interface Peers {
  /** Tells the worker that is in charge of a name something, if this process holds it. */
  void tell(WorkerName name, Reason reason);
}
