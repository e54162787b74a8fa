package tsa.control;

import java.time.Duration;
import tsa.lifecycle.Policy;

/**
 * How fast workers are asked for beats, and so how long their silence must last: the larger the
 * fleet, the more seldom (docs/decisions/0006-beats-slow-down-in-a-large-fleet.md). Written by the
 * loop over the fleet, read by all sessions. Thread-safe.
 */
final class Pace {
  private final Policy base;
  private final Ticker ticker;
  private volatile Policy judging;
  private volatile Duration interval;
  private long narrowed;

  Pace(Policy base, Ticker ticker) {
    this.base = base;
    this.ticker = ticker;
    this.judging = base;
    this.interval = base.reach().beatInterval();
  }

  /**
   * Takes note of the size of the fleet. A larger fleet is given more time at once. In a smaller
   * one beats come faster at once, but silence is judged as before until each worker had its chance
   * to.
   */
  synchronized void fleet(int workers) {
    Policy wanted = base.forFleet(workers);
    Duration before = judging.reach().beatInterval();
    interval = wanted.reach().beatInterval();
    if (interval.compareTo(before) >= 0) {
      narrowed = ticker.nanos();
      judging = wanted;
    } else if (ticker.since(narrowed).compareTo(judging.reach().stallAfter()) > 0) {
      judging = wanted;
    }
  }

  /** The policy by which silence is judged now. */
  Policy policy() {
    return judging;
  }

  /** Time between two beats of one worker, before jitter. */
  Duration interval() {
    return interval;
  }
}
