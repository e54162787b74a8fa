package tsa.api.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Guessing gets slower and slower, for those who guess. */
class LoginThrottleTest {
  private final ManualTicker ticker = new ManualTicker();
  private final LoginThrottle throttle = new LoginThrottle(ticker);
  private final LoginAttemptKeys attemptKeys = new LoginAttemptKeys(new SecureRandom());

  private LoginAttemptKeys.AttemptKey attempt(String user, String password, String address) {
    return attemptKeys.keysOf(user, password, address);
  }

  private void fail(int times, String user, String address) {
    for (int i = 0; i < times; i++) {
      throttle.failed(attempt(user, "wrong-" + i, address));
    }
  }

  private Duration wait(String user, String address) {
    return throttle.wait(attempt(user, "next", address)).orElse(Duration.ZERO);
  }

  @Test
  void eachWrongPasswordDoublesTheWaitUpToFiveMinutes() {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      waits.add(wait("mary", "10.0.0.1").toSeconds());
      fail(1, "mary", "10.0.0.1");
    }
    assertThat(waits)
        .containsExactly(0L, 0L, 0L, 0L, 0L, 1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
  }

  @Test
  void theWaitEndsAndIsForgottenInTheEnd() {
    fail(7, "mary", "10.0.0.1");
    assertThat(wait("mary", "10.0.0.1")).isEqualTo(Duration.ofSeconds(4));
    ticker.pass(Duration.ofMillis(3_999));
    assertThat(wait("mary", "10.0.0.1")).isEqualTo(Duration.ofMillis(1));
    ticker.pass(Duration.ofMillis(1));
    assertThat(wait("mary", "10.0.0.1")).isEqualTo(Duration.ZERO);
    fail(1, "mary", "10.0.0.1");
    assertThat(wait("mary", "10.0.0.1")).isEqualTo(Duration.ofSeconds(8));
    ticker.pass(Duration.ofMinutes(61));
    fail(1, "mary", "10.0.0.1");
    assertThat(wait("mary", "10.0.0.1")).isEqualTo(Duration.ZERO);
  }

  @Test
  void aUserElsewhereDoesNotWaitForAGuesser() {
    fail(15, "mary", "10.0.0.1");
    assertThat(wait("MARY", "10.0.0.1")).isPositive();
    assertThat(wait("mary", "10.0.0.2")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1,10.0.0.1",
    "2001:db8::1,2001:db8::ffff:2",
    "no address,no address",
  })
  void manyNamesFromOnePlaceAreSlowedDownToo(String address, String another) {
    for (int i = 0; i < 19; i++) {
      fail(1, "user-" + i, address);
    }
    assertThat(wait("mary", another)).isZero();
    fail(1, "user-19", another);
    assertThat(wait("mary", another)).isEqualTo(Duration.ofSeconds(1));
    assertThat(wait("mary", "2001:db8:1::1")).isZero();
  }

  @Test
  void attemptsFromEverywhereHoldAllButThoseWhoAreKnown() {
    throttle.succeeded(attempt("mary", "mary", "10.9.9.9"));
    for (int i = 0; i < 203; i++) {
      fail(1, "user-" + i, "10.1.0." + i);
    }
    assertThat(wait("victor", "10.9.9.8")).isEqualTo(Duration.ofSeconds(4));
    assertThat(wait("mary", "10.9.9.9")).isZero();
    assertThat(wait("mary", "10.9.9.8")).isPositive();
    fail(2, "user", "10.1.0.1");
    assertThat(wait("victor", "10.9.9.8")).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void aRightPasswordForgivesTheWrongOnesBeforeIt() {
    fail(9, "mary", "10.0.0.1");
    throttle.succeeded(attempt("mary", "mary", "10.0.0.1"));
    assertThat(wait("mary", "10.0.0.1")).isZero();
  }

  @Test
  void theSameAttemptIsKnownToBeWrongForAMinute() {
    throttle.failed(attempt("mary", "x", "10.0.0.1"));
    assertThat(throttle.knownWrong(attempt("mary", "x", "10.0.0.1"))).isTrue();
    assertThat(throttle.knownWrong(attempt("mary", "y", "10.0.0.1"))).isFalse();
    assertThat(throttle.knownWrong(attempt("mar", "yx", "10.0.0.1"))).isFalse();
    assertThat(throttle.knownWrong(attempt("mary", "x", "10.0.0.2"))).isFalse();
    ticker.pass(Duration.ofMinutes(1));
    assertThat(throttle.knownWrong(attempt("mary", "x", "10.0.0.1"))).isFalse();
  }
}
