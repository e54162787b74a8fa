package tsa.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Spreads times, so that workers which came together do not stay together. Thread-safe if its
 * source is.
 */
final class Jitter {
  /**
   * Heartbeats and checks are spread by this share of their interval, to both sides
   * (docs/defaults.md).
   */
  private static final double SHARE = 0.2;

  private final RandomGenerator random;

  Jitter(RandomGenerator random) {
    this.random = random;
  }

  /** The duration, up to a fifth shorter or longer. */
  Duration around(Duration middle) {
    return scaled(middle, 1 + SHARE * (2 * random.nextDouble() - 1));
  }

  /** Anything from nothing to the whole duration. */
  Duration within(Duration whole) {
    return scaled(whole, random.nextDouble());
  }

  private static Duration scaled(Duration duration, double factor) {
    return Duration.ofNanos((long) (duration.toNanos() * factor));
  }
}
