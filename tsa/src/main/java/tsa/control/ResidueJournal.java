package tsa.control;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * Port: handles that a deep check may have left on a worker. A handle is written down before its
 * first create is sent, and struck off only when both its container and its volume are known gone
 * (DESIGN §4.10). Methods may block within a limit and throw {@link StoreException}. Thread-safe.
 */
public interface ResidueJournal {

  /**
   * Writes a handle down.
   *
   * @param destroyAfter from when on another may destroy it; as long as a check can last
   */
  void journal(
      CheckHandle handle,
      WorkerName worker,
      Incarnation incarnation,
      UUID gateway,
      Duration destroyAfter);

  /** Strikes a handle off: nothing of it is left. */
  void strike(CheckHandle handle);

  /** Notes a vain try to destroy what a handle left. */
  void tried(CheckHandle handle, String problem);

  /** Handles of a worker that may be destroyed by now, the oldest first, at most so many. */
  List<CheckHandle> overdue(WorkerName worker, int limit);

  /** How many handles are written down, over all workers. */
  int size();
}
