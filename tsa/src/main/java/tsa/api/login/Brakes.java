package tsa.api.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import tsa.control.Ticker;

/**
 * Slows guessing of passwords down: by user and address, by address, and over all. Who has lately
 * logged in from where they are is not held up by the guesses of others. Bounded; thread-safe.
 */
final class Brakes {
  private static final int KEYS = 10_000;
  private static final String ALL = "all";
  private static final Duration TRUSTED_FOR = Duration.ofHours(24);

  /**
   * fly asks twice for each wrong password, and the second time is no guess
   * (docs/protocol/fly.md#login).
   */
  private static final Duration SAME_GUESS = Duration.ofMinutes(1);

  private final FailureMeter pairs;
  private final FailureMeter addresses;
  private final FailureMeter all;
  private final Cache<String, Boolean> wrong;
  private final Cache<String, Boolean> trusted;

  Brakes(Ticker ticker) {
    pairs = new FailureMeter(5, Duration.ofSeconds(1), Duration.ofMinutes(5), KEYS, ticker);
    addresses = new FailureMeter(20, Duration.ofSeconds(1), Duration.ofMinutes(5), KEYS, ticker);
    all = new FailureMeter(200, Duration.ofMillis(500), Duration.ofSeconds(5), 1, ticker);
    wrong = memory(SAME_GUESS, ticker);
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
  boolean knownWrong(Guesser.Guess guess) {
    return wrong.getIfPresent(same(guess)) != null;
  }

  /** How long this attempt has to wait; empty if it may go on. */
  Optional<Duration> wait(Guesser.Guess guess) {
    boolean known = trusted.getIfPresent(guess.pair()) != null;
    return Stream.of(
            pairs.wait(guess.pair()),
            known ? Duration.ZERO : addresses.wait(guess.address()),
            known ? Duration.ZERO : all.wait(ALL))
        .filter(Duration::isPositive)
        .max(Duration::compareTo);
  }

  /** The password was wrong. */
  void failed(Guesser.Guess guess) {
    wrong.put(same(guess), true);
    pairs.failed(guess.pair());
    addresses.failed(guess.address());
    all.failed(ALL);
  }

  /** It was right. Others at the same address may still be guessing. */
  void succeeded(Guesser.Guess guess) {
    pairs.forget(guess.pair());
    trusted.put(guess.pair(), true);
  }

  private static String same(Guesser.Guess guess) {
    return guess.pair() + guess.guess();
  }
}
