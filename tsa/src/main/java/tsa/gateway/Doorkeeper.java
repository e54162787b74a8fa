package tsa.gateway;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * Keeps the number of connections without a proven key in bounds, as OpenSSH's {@code MaxStartups}
 * does: from one number on newcomers are dropped with a chance that grows to certainty at another.
 * Dropping at random lets honest workers through a flood, after some tries. Thread-safe.
 */
final class Doorkeeper {
  private final int from;
  private final int max;
  private final RandomGenerator random;
  private final AtomicInteger waiting = new AtomicInteger();

  Doorkeeper(GatewayLimits limits, RandomGenerator random) {
    this.from = limits.login().dropFrom();
    this.max = limits.login().max();
    this.random = random;
  }

  /** Whether one more may begin. */
  boolean admits() {
    int count = waiting.get();
    if (count < from) {
      return true;
    }
    return count < max && random.nextInt(max - from) >= count - from;
  }

  void began() {
    waiting.incrementAndGet();
  }

  /** It proved a key, or ended. Called once for each that began. */
  void settled() {
    waiting.decrementAndGet();
  }

  int waiting() {
    return waiting.get();
  }
}
