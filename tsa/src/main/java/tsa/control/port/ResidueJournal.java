package tsa.control.port;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * Port: handles that a deep check may have left on a worker. A handle is written down before its
 * first create is sent, and struck off only when both its container and its volume are known gone
 * (docs/decisions/0029-check-objects-are-journalled-first.md). Methods may block within a limit and
 * throw {@link StoreException}. Thread-safe.
 */
public interface ResidueJournal {
  /**
   * How long a handle is kept at most: a worker that is gone for good never has its handles struck
   * off. Should it come back, they are found by their prefix.
   */
  Duration KEPT = Duration.ofDays(7);

  /**
   * Writes a handle down.
   *
   * @param destroyAfter from when on another may destroy it; as long as a check can last
   * @throws StoreException also if the handle was written down before: it must never be used again
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

  /**
   * Handles of a worker that are written down and may not be destroyed yet: a check may be using
   * them. What bears our prefix on a worker and is neither here nor overdue belongs to nobody.
   */
  List<CheckHandle> inUse(WorkerName worker, int limit);

  /** How many handles are written down, over all workers. */
  int size();
}
