package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tsa.control.port.AccessTokens;
import tsa.testing.InMemoryAccessTokens;
import tsa.testing.Pure;

/** The tokens in memory keep the contract. */
@Pure
class InMemoryAccessTokensTest extends AccessTokensContract {
  private Instant now = Samples.at(1000);
  private final AccessTokens tokens = new InMemoryAccessTokens(() -> now, MOST_OF_A_USER, MOST);

  @Override
  AccessTokens tokens() {
    return tokens;
  }

  @Test
  void aTokenExpires() {
    add(1, "mary");
    now = now.plusSeconds(3600).minusNanos(1);
    assertThat(user(tokens, hash(1))).contains("mary");
    now = now.plusNanos(1);
    assertThat(user(tokens, hash(1))).isEmpty();
  }
}
