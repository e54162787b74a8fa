package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tsa.control.port.AccessTokens;

/** What every {@link AccessTokens} does. */
abstract class AccessTokensContract {
  static final int MOST_OF_A_USER = 3;
  static final int MOST = 5;
  private static final Duration LIFE = Duration.ofHours(1);

  /** Empty at the start of a test, with the bounds above. */
  abstract AccessTokens tokens();

  static AccessTokens.Hash hash(int number) {
    return new AccessTokens.Hash("%064x".formatted(number));
  }

  static Optional<String> user(AccessTokens tokens, AccessTokens.Hash token) {
    return tokens.holder(token).map(AccessTokens.Holder::user);
  }

  final void add(int number, String user) {
    tokens().add(user, null, LIFE, _ -> hash(number));
  }

  @Test
  void aTokenIsItsUsersUntilItIsRevoked() {
    add(1, "mary");
    add(2, "mary");
    add(3, "victor");
    tokens().revoke(hash(1));
    tokens().revoke(hash(9));
    assertThat(user(tokens(), hash(1))).isEmpty();
    assertThat(user(tokens(), hash(2))).contains("mary");
    assertThat(user(tokens(), hash(3))).contains("victor");
    assertThat(user(tokens(), hash(9))).isEmpty();
  }

  @Test
  void allTokensOfAUserAreRevokedAtOnce() {
    add(1, "mary");
    add(2, "victor");
    add(3, "mary");
    assertThat(tokens().revokeAll("mary")).isEqualTo(2);
    assertThat(user(tokens(), hash(1))).isEmpty();
    assertThat(user(tokens(), hash(3))).isEmpty();
    assertThat(user(tokens(), hash(2))).contains("victor");
    assertThat(tokens().revokeAll("mary")).isZero();
  }

  @Test
  void aTokenKnowsThePasswordOfItsLogin() {
    tokens().add("mary", hash(77), LIFE, _ -> hash(1));
    add(2, "mary");
    assertThat(tokens().holder(hash(1))).contains(new AccessTokens.Holder("mary", hash(77)));
    assertThat(tokens().holder(hash(2))).contains(new AccessTokens.Holder("mary", null));
  }

  @Test
  void aTokenIsToldWhenItWillExpire() {
    AtomicReference<Instant> soon = new AtomicReference<>();
    AtomicReference<Instant> later = new AtomicReference<>();
    tokens().add("mary", null, Duration.ZERO.plusSeconds(1), expiry -> set(soon, expiry, 1));
    tokens().add("mary", null, Duration.ofDays(1), expiry -> set(later, expiry, 2));
    assertThat(Duration.between(soon.get(), later.get()))
        .isBetween(Duration.ofDays(1).minusSeconds(1), Duration.ofDays(1).plusMinutes(5));
  }

  private static AccessTokens.Hash set(AtomicReference<Instant> to, Instant expiry, int number) {
    to.set(expiry);
    return hash(number);
  }

  @Test
  void theOldestOfAUserMakeRoom() {
    add(100, "victor");
    for (int i = 1; i <= MOST_OF_A_USER + 1; i++) {
      add(i, "mary");
    }
    assertThat(user(tokens(), hash(1))).isEmpty();
    assertThat(user(tokens(), hash(2))).contains("mary");
    assertThat(user(tokens(), hash(MOST_OF_A_USER + 1))).contains("mary");
    assertThat(user(tokens(), hash(100))).contains("victor");
  }

  @Test
  void theOldestOfAllMakeRoom() {
    for (int i = 1; i <= MOST + 2; i++) {
      add(i, "user-" + i);
    }
    assertThat(user(tokens(), hash(1))).isEmpty();
    assertThat(user(tokens(), hash(2))).isEmpty();
    assertThat(user(tokens(), hash(3))).contains("user-3");
    assertThat(user(tokens(), hash(MOST + 2))).contains("user-7");
  }
}
