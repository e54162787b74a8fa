package tsa.probe;

import java.util.concurrent.ScheduledExecutorService;
import tsa.control.SchedulingDelay;
import tsa.control.port.Ticker;
import tsa.control.port.Tunnel;

/**
 * What a check works with.
 *
 * @param tunnel the way to the worker
 * @param journal where it writes its handle down
 * @param containerLimit containers a worker takes if it does not say itself; 0 if that is not known
 * @param timer ends calls
 * @param ticker measures
 * @param delay of this process
 * @param cancellation calls the check off, but not its clean-up
 */
record CheckContext(
    Tunnel tunnel,
    CheckJournal journal,
    int containerLimit,
    ScheduledExecutorService timer,
    Ticker ticker,
    SchedulingDelay delay,
    Cancellation cancellation) {
  /**
   * How long a handle may be in use, in limits of its check: one for the steps, one for looking
   * again and cleaning up, one to spare.
   */
  static final int LIFE_IN_LIMITS = 3;

  /** A client whose calls that abort ends. */
  WorkerHttpClient http(Cancellation by) {
    return new WorkerHttpClient(tunnel, timer, by);
  }
}
