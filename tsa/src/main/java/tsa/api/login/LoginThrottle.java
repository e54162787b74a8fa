package tsa.api.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import tsa.control.port.Ticker;

/**
 * Slows guessing of passwords down: by user and address, by address, and over all. Who has lately
 * logged in from where they are is not held up by the guesses of others. Bounded; thread-safe.
 */
final class LoginThrottle {
  private static final int KEYS = 10_000;
  private static final String ALL = "all";
  private static final Duration TRUSTED_FOR = Duration.ofHours(24);

  /**
   * fly asks twice for each wrong password, and the second time is no guess
   * (docs/protocol/fly.md#login).
   */
  private static final Duration SAME_ATTEMPT = Duration.ofMinutes(1);

  private final FailureBackoff pairs;
  private final FailureBackoff addresses;
  private final FailureBackoff all;
  private final Cache<String, Boolean> wrong;
  private final Cache<String, Boolean> trusted;

  LoginThrottle(Ticker ticker) {
    pairs = new FailureBackoff(5, Duration.ofSeconds(1), Duration.ofMinutes(5), KEYS, ticker);
    addresses = new FailureBackoff(20, Duration.ofSeconds(1), Duration.ofMinutes(5), KEYS, ticker);
    all = new FailureBackoff(200, Duration.ofMillis(500), Duration.ofSeconds(5), 1, ticker);
    wrong = memory(SAME_ATTEMPT, ticker);
    trusted = memory(TRUSTED_FOR, ticker);
  }

  private static Cache<String, Boolean> memory(Duration life, Ticker ticker) {
    return Caffeine.newBuilder()
        .maximumSize(KEYS)
        .expireAfterWrite(life)
        .ticker(ticker::nanos)
        .executor(Runnable::run)
        .build();
  }

  /** Whether the very same was found to be wrong a moment ago, from the same place. */
  boolean knownWrong(LoginAttemptKeys.AttemptKey attempt) {
    return wrong.getIfPresent(same(attempt)) != null;
  }

  /** How long this attempt has to wait; empty if it may go on. */
  Optional<Duration> wait(LoginAttemptKeys.AttemptKey attempt) {
    boolean known = trusted.getIfPresent(attempt.byUserAndAddress()) != null;
    return Stream.of(
            pairs.wait(attempt.byUserAndAddress()),
            known ? Duration.ZERO : addresses.wait(attempt.address()),
            known ? Duration.ZERO : all.wait(ALL))
        .filter(Duration::isPositive)
        .max(Duration::compareTo);
  }

  /** The password was wrong. */
  void failed(LoginAttemptKeys.AttemptKey attempt) {
    wrong.put(same(attempt), true);
    pairs.failed(attempt.byUserAndAddress());
    addresses.failed(attempt.address());
    all.failed(ALL);
  }

  /** It was right. Others at the same address may still be guessing. */
  void succeeded(LoginAttemptKeys.AttemptKey attempt) {
    pairs.forget(attempt.byUserAndAddress());
    trusted.put(attempt.byUserAndAddress(), true);
  }

  private static String same(LoginAttemptKeys.AttemptKey attempt) {
    return attempt.byUserAndAddress() + attempt.byCredentials();
  }
}
