package tsa.api.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tsa.api.access.Principal;
import tsa.api.access.Teams;
import tsa.api.http.RefusedException;
import tsa.api.login.LocalUsers;
import tsa.api.login.LoginService;
import tsa.control.port.AccessTokens;
import tsa.testing.Patience;

/** Anybody can send tokens: that must not use the database up. */
class TokenAuthenticatorTest {
  private static final String TOKEN = "A".repeat(37) + "!";
  private static final String SOMEBODYS = "A".repeat(38);
  private static final Duration MOMENT = Duration.ofMillis(50);

  private final CountDownLatch asked = new CountDownLatch(3);
  private final CountDownLatch answer = new CountDownLatch(1);
  private final TokenAuthenticator authenticator =
      new TokenAuthenticator(
          token -> token.equals("admin") ? Optional.of(Principal.admin("admin")) : Optional.empty(),
          new LoginService(
              LocalUsers.of(Map.of()),
              new Hanging(),
              Duration.ofHours(1),
              new SecureRandom(),
              () -> 0,
              1),
          Teams.of(Map.of()),
          MOMENT);

  /** A store that does not answer before it is told to. */
  private final class Hanging implements AccessTokens {
    @Override
    public void add(
        String user, @Nullable Hash secret, Duration life, Function<Instant, Hash> mint) {
      throw new AssertionError("nobody logs in here");
    }

    @Override
    public Optional<Holder> holder(Hash token) {
      asked.countDown();
      await(answer);
      return Optional.empty();
    }

    @Override
    public void revoke(Hash token) {
      throw new AssertionError("nobody logs out here");
    }

    @Override
    public int revokeAll(String user) {
      throw new AssertionError("nobody is logged out here");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      Patience.pass(latch);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFloodOfTokensWaitsInAQueueThatEndsAndTheAdminPassesIt() {
    List<CompletableFuture<Optional<Principal>>> flood = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      flood.add(
          CompletableFuture.supplyAsync(
              () -> authenticator.authenticate(SOMEBODYS), Thread::startVirtualThread));
    }
    await(asked);
    assertThatThrownBy(() -> authenticator.authenticate(SOMEBODYS))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("too many tokens");
    assertThatThrownBy(() -> authenticator.logout(SOMEBODYS)).isInstanceOf(RefusedException.class);
    assertThat(authenticator.authenticate("admin")).contains(Principal.admin("admin"));
    answer.countDown();
    flood.forEach(one -> assertThat(one.join()).isEmpty());
    assertThat(authenticator.authenticate(SOMEBODYS)).isEmpty();
  }

  @Test
  void whatIsNoTokenAsksNobody() {
    answer.countDown();
    assertThat(authenticator.authenticate("junk")).isEmpty();
    assertThat(authenticator.authenticate(TOKEN)).isEmpty();
    assertThat(asked.getCount()).isEqualTo(3);
  }
}
