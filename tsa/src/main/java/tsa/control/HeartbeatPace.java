package tsa.control;

import java.time.Duration;
import tsa.control.port.Ticker;
import tsa.lifecycle.Policy;

/**
 * How fast workers are asked for heartbeats, and so how long their silence must last: the larger
 * the fleet, the more seldom (docs/decisions/0006-heartbeats-slow-down-in-a-large-fleet.md).
 * Written by the loop over the fleet, read by all sessions. Thread-safe.
 */
final class HeartbeatPace {
  private final Policy base;
  private final Ticker ticker;
  private volatile Policy evaluating;
  private volatile Duration interval;
  private long narrowed;

  HeartbeatPace(Policy base, Ticker ticker) {
    this.base = base;
    this.ticker = ticker;
    this.evaluating = base;
    this.interval = base.connectivity().heartbeatInterval();
  }

  /**
   * Takes note of the size of the fleet. A larger fleet is given more time at once. In a smaller
   * one heartbeats come faster at once, but silence is evaluated as before until each worker had
   * its chance to.
   */
  synchronized void fleet(int workers) {
    Policy wanted = base.forFleet(workers);
    Duration before = evaluating.connectivity().heartbeatInterval();
    interval = wanted.connectivity().heartbeatInterval();
    if (interval.compareTo(before) >= 0) {
      narrowed = ticker.nanos();
      evaluating = wanted;
    } else if (ticker.since(narrowed).compareTo(evaluating.connectivity().stallAfter()) > 0) {
      evaluating = wanted;
    }
  }

  /** The policy by which silence is evaluated now. */
  Policy policy() {
    return evaluating;
  }

  /** Time between two heartbeats of one worker, before jitter. */
  Duration interval() {
    return interval;
  }
}
