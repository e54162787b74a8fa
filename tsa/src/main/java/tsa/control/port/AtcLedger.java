package tsa.control.port;

import java.util.List;
import tsa.lifecycle.AtcTold;
import tsa.worker.WorkerName;

/**
 * Port: what the ATC was last told of each worker, and what it said. Outlives the worker's record:
 * what is forgotten here is still to be removed there. Methods may block within a limit and throw
 * {@link StoreException}. Thread-safe.
 */
public interface AtcLedger {
  /** All there is, in no order. */
  List<AtcTold> all();

  /**
   * Notes what was told; by an older registration, or an older revision of the record, than the
   * noted one it changes nothing.
   */
  void save(AtcTold told);

  /** Strikes a worker off: the ATC has no row of it. */
  void remove(WorkerName name);
}
