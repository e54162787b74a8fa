package tsa.api.login;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.bcrypt.BCrypt;
import tsa.control.port.AccessTokens;
import tsa.testing.InMemoryAccessTokens;

/** Logging in and out, with one user whose password is their name. */
class LoginServiceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String HERE = "10.0.0.1";
  private static final LocalUsers USERS = LocalUsers.of(Map.of("Mary", "mary"));

  private final ManualTicker ticker = new ManualTicker();
  private final AccessTokens tokens = new InMemoryAccessTokens(InstantSource.fixed(NOW));
  private final LoginService logins = logins(USERS);

  private LoginService logins(LocalUsers users) {
    return new LoginService(users, tokens, Duration.ofHours(24), new SecureRandom(), ticker, 1);
  }

  private String token() {
    return ((LoginResult.Granted) logins.attempt("mary", "mary", HERE)).token();
  }

  @Test
  void aTokenIsTheUsersUntilItIsRevoked() {
    String one = token();
    String other = token();
    assertThat(logins.whose(one)).contains("Mary");
    logins.revoke(one);
    assertThat(logins.whose(one)).isEmpty();
    assertThat(logins.whose(other)).contains("Mary");
  }

  /** Hashes of mary and of another word, at the least cost. */
  private static LocalUsers hashed(String password) {
    return LocalUsers.of(Map.of("Mary", BCrypt.hashpw(password, BCrypt.gensalt(10))));
  }

  @Test
  void anotherPasswordEndsTheLoginsMadeWithTheOldOne() {
    LocalUsers before = hashed("mary");
    String token = ((LoginResult.Granted) logins(before).attempt("mary", "mary", HERE)).token();
    assertThat(logins(before).whose(token)).as("after a restart").contains("Mary");
    assertThat(logins(hashed("new-words")).whose(token)).isEmpty();
    String plain = token();
    assertThat(logins(USERS).whose(plain)).contains("Mary");
    assertThat(logins(hashed("mary")).whose(plain)).as("nothing to tell it by").contains("Mary");
  }

  @Test
  void allLoginsOfAUserEndAtOnceAndThatIsLogged() {
    String one = token();
    String other = token();
    List<ILoggingEvent> lines =
        logged(() -> assertThat(logins.revokeAll("MARY", "ann")).isEqualTo(2));
    assertThat(logins.whose(one)).isEmpty();
    assertThat(logins.whose(other)).isEmpty();
    assertThat(lines.getFirst().getKeyValuePairs().toString())
        .contains("ann", "Mary".toUpperCase(Locale.ROOT));
    assertThat(logins.revokeAll("nobody", "ann")).isZero();
  }

  @Test
  void aLogoutIsLoggedWithItsUser() {
    String token = token();
    List<ILoggingEvent> lines = logged(() -> logins.revoke(token));
    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().getKeyValuePairs().toString()).contains("Mary");
    assertThat(logged(() -> logins.revoke(token))).as("there is nobody to log out").isEmpty();
  }

  @Test
  void aTokenHasTheFormThatFlyReadsAnExpiryFrom() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      String token = token();
      byte[] bytes = Base64.getDecoder().decode(token);
      assertThat(token).hasSize(38).doesNotContain("=");
      assertThat(bytes).hasSize(28);
      assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(20))
          .isEqualTo(NOW.plus(Duration.ofHours(24)).getEpochSecond());
      seen.add(token.substring(0, 26));
    }
    assertThat(seen).hasSize(3);
  }

  @Test
  void aUserWhoIsTakenOutOfTheSettingsIsOut() {
    String token = token();
    assertThat(logins(LocalUsers.of(Map.of())).whose(token)).isEmpty();
    assertThat(logins(USERS).whose(token)).contains("Mary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00", "====", "ü"})
  void whatIsNoTokenIsNobodys(String token) {
    assertThat(logins.whose(token)).isEmpty();
    logins.revoke(token);
  }

  @Test
  void tenWrongPasswordsInARowAreSlowedDown() {
    int waits = 0;
    for (int i = 0; i < 10; i++) {
      LoginResult login = logins.attempt("mary", "wrong-" + i, HERE);
      waits += login instanceof LoginResult.Throttled ? 1 : 0;
    }
    assertThat(waits).isEqualTo(5);
    assertThat(logins.attempt("mary", "mary", HERE))
        .isEqualTo(new LoginResult.Throttled(Duration.ofSeconds(1)));
    ticker.pass(Duration.ofSeconds(1));
    assertThat(logins.attempt("mary", "mary", HERE)).isInstanceOf(LoginResult.Granted.class);
  }

  @Test
  void aUserThatDoesNotExistIsTreatedAsOneThatDoes() {
    for (int i = 0; i < 7; i++) {
      assertThat(logins.attempt("nobody", "wrong-" + i, "10.0.0.2"))
          .isEqualTo(logins.attempt("mary", "wrong-" + i, "10.0.0.3"));
    }
  }

  /** fly asks a second time after every failure (docs/protocol/fly.md#login). */
  @Test
  void theSameWrongPasswordCountsOnce() {
    for (int i = 0; i < 40; i++) {
      assertThat(logins.attempt("mary", "wrong", HERE)).isEqualTo(new LoginResult.WrongPassword());
    }
    assertThat(logins.attempt("mary", "mary", HERE)).isInstanceOf(LoginResult.Granted.class);
  }

  @Test
  void attemptsAtTheSameTimeDoNotSlipThroughTogether() {
    CountDownLatch go = new CountDownLatch(1);
    var attempts =
        IntStream.range(0, 12)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> attempt(go, "wrong-" + i)))
            .toList();
    go.countDown();
    assertThat(
            attempts.stream()
                .map(CompletableFuture::join)
                .filter(LoginResult.WrongPassword.class::isInstance))
        .hasSize(5);
  }

  private LoginResult attempt(CountDownLatch go, String password) {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return logins.attempt("mary", password, HERE);
  }

  @Test
  void nothingPrintsAToken() {
    String token = token();
    assertThat(new LoginResult.Granted("mary", token, Duration.ofHours(1)).toString())
        .doesNotContain(token);
  }

  @Test
  void failuresAreLoggedInOneLineAndWithoutThePassword() {
    List<ILoggingEvent> lines =
        logged(() -> {
          logins.attempt("ma\nry\u202e" + "x".repeat(200), "hidden-words", HERE);
          logins.attempt("mary", "mary", HERE);
        });
    assertThat(lines.stream().map(line -> line.getMessage() + line.getKeyValuePairs()))
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotContain("hidden-words", "\n", "\u202e"))
        .first()
        .asString()
        .contains("a login failed", "user=\"ma?ry?" + "x".repeat(58) + "\"", HERE);
  }

  private static List<ILoggingEvent> logged(Runnable work) {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(LoginService.class);
    lines.start();
    logger.addAppender(lines);
    try {
      work.run();
    } finally {
      logger.detachAppender(lines);
    }
    return List.copyOf(lines.list);
  }

  /** An attempt that is not looked at costs nothing: strangers can make any number of them. */
  @Test
  void attemptsThatHaveToWaitCannotFillTheLog() {
    for (int i = 0; i < 8; i++) {
      logins.attempt("mary", "wrong-" + i, HERE);
    }
    List<ILoggingEvent> lines = logged(() -> heldUp(500));
    assertThat(lines).hasSizeBetween(1, 20);
    ticker.pass(Duration.ofSeconds(60));
    logins.attempt("mary", "last-wrong-one", HERE);
    List<ILoggingEvent> later = logged(() -> heldUp(1));
    assertThat(later).hasSize(1);
    assertThat(later.getFirst().getKeyValuePairs().toString()).contains("suppressed=\"4");
  }

  private void heldUp(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(logins.attempt("mary", "more-" + i, HERE))
          .isInstanceOf(LoginResult.Throttled.class);
    }
  }
}
