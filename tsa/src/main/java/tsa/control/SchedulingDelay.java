package tsa.control;

import java.time.Duration;

/**
 * How long this process has waited to run what was due: for a processor, in a pause of the
 * collector, behind its own queue. What is due to a worker's answer waits as long, so a time-out
 * that such a delay can explain says nothing of the worker. Thread-safe.
 */
public interface SchedulingDelay {
  /** Never any delay, as on virtual time. */
  SchedulingDelay NONE = () -> Duration.ZERO;

  /** So large a part of a time lost here, and what was missed in it may be our own doing. */
  int SHARE = 4;

  /** Less than that slows nothing down, however short it was. */
  Duration MOMENT = Duration.ofMillis(50);

  /** The sum of all delays so far, with the one that lasts now; never shrinks. */
  Duration total();

  /** How much came to the total since then. */
  default Duration since(Duration before) {
    return total().minus(before);
  }

  /**
   * What of a time was not lost here: only that may be held against somebody else.
   *
   * @param before the total when the time began
   */
  default Duration undelayed(Duration before, Duration time) {
    return time.minus(since(before));
  }

  /**
   * Whether the delay since then can explain that something was not done in that time.
   *
   * @param before the total when the time began
   */
  default boolean explains(Duration before, Duration time) {
    return since(before).multipliedBy(SHARE).compareTo(time) > 0;
  }

  /**
   * Whether what took that time was slowed down by this process, done or not: a sign that too much
   * is under way.
   *
   * @param before the total when the time began
   */
  default boolean slowed(Duration before, Duration time) {
    return since(before).compareTo(MOMENT) > 0 && explains(before, time);
  }
}
