package tsa.lifecycle;

import java.util.Locale;
import tsa.worker.WorkerState;

/** The next thing to tell the ATC of one worker. */
public sealed interface AtcStep {
  /** What it is called in logs and metrics. */
  default String word() {
    return getClass().getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** It knows what it is to know. */
  record Nothing() implements AtcStep {}

  /**
   * Register it, or register it anew.
   *
   * @param state running, stalled, landing or retiring
   * @param deleteFirst whether its row is removed before: it is another team's, or its disk is
   *     empty and what the ATC remembers of volumes there would fail builds (concourse#5300)
   */
  record Register(WorkerState state, boolean deleteFirst) implements AtcStep {}

  /** Send a heartbeat, which also brings a stalled worker back. */
  record SendHeartbeat() implements AtcStep {}

  /** Have it finish its builds. */
  sealed interface DrainStep extends AtcStep {}

  /** Have it land. */
  record LandRow() implements DrainStep {}

  /** Have it retire. */
  record RetireRow() implements DrainStep {}

  /** Remove its row. */
  record DeleteRow() implements AtcStep {}

  /** It is gone there: strike it off the ledger. */
  record StrikeOff() implements AtcStep {}
}
