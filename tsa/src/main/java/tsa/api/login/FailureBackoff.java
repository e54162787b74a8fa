package tsa.api.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import tsa.control.port.Ticker;

/**
 * Counts failures by key, and says how long the next attempt has to wait: after some that are free,
 * twice as long each time. A key that was left alone for an hour starts anew. Bounded; thread-safe.
 */
final class FailureBackoff {
  private static final Duration MEMORY = Duration.ofHours(1);
  private static final int DOUBLINGS = 20;

  private final int free;
  private final Duration first;
  private final Duration longest;
  private final Ticker ticker;
  private final Cache<String, FailureCount> failures;

  private record FailureCount(int count, long last) {}

  /**
   * @param free failures before anybody has to wait
   * @param first the first wait
   * @param longest the longest
   * @param keys most keys remembered; those that were not used for long make room
   */
  FailureBackoff(int free, Duration first, Duration longest, int keys, Ticker ticker) {
    this.free = free;
    this.first = first;
    this.longest = longest;
    this.ticker = ticker;
    this.failures =
        Caffeine.newBuilder()
            .maximumSize(keys)
            .expireAfterWrite(MEMORY)
            .ticker(ticker::nanos)
            .executor(Runnable::run)
            .build();
  }

  /** How long that key has to wait now; zero or less if it has not. */
  Duration wait(String key) {
    FailureCount known = failures.getIfPresent(key);
    return known == null || known.count() < free
        ? Duration.ZERO
        : delay(known.count() - free).minus(ticker.since(known.last()));
  }

  private Duration delay(int doublings) {
    Duration delay = first.multipliedBy(1L << Math.min(doublings, DOUBLINGS));
    return delay.compareTo(longest) < 0 ? delay : longest;
  }

  /** Counts a failure. */
  void failed(String key) {
    long now = ticker.nanos();
    failures
        .asMap()
        .merge(key, new FailureCount(1, now), (old, one) -> new FailureCount(old.count() + 1, now));
  }

  /** Forgets the failures of a key. */
  void forget(String key) {
    failures.invalidate(key);
  }
}
