package tsa.lifecycle;

import java.util.Locale;

/** What can make a worker change its state: the columns of the table of transitions. */
public enum TransitionCause {
  /** A machine that was not known under this name was admitted. */
  JOINED,
  /** No good heartbeat for too long. */
  UNREACHABLE,
  /** A good heartbeat of a worker that was out of reach. */
  REACHED,
  /** Deep checks failed, often and long enough, on the worker's own account. */
  CHECKS_FAILED,
  /** Somebody asked to land it. */
  LAND_ASKED,
  /** Somebody asked to retire it. */
  RETIRE_ASKED,
  /** No work is left on a draining worker. */
  DRAINED,
  /** A drain reached its deadline with work left. */
  DRAIN_DEADLINE,
  /** The worker, or an operator for it, said that it is gone now. */
  DELETED,
  /** An operator asked to forget it. */
  PRUNED,
  /** An ephemeral worker stayed away for its grace time. */
  EPHEMERAL_GONE,
  /** A worker stayed out of reach for longer than the operator allows. */
  STALLED_TOO_LONG,
  /** A landed worker did not come back for longer than the operator allows. */
  LANDED_TOO_LONG,
  /** The record of a retired worker has been kept for long enough. */
  RECORD_EXPIRED;

  /** The word used in docs and metrics. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
