package tsa.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tsa.db.generated.Tables.ACCESS_TOKENS;

import java.time.Duration;
import java.util.stream.IntStream;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tsa.control.port.AccessTokens;
import tsa.control.port.StoreException;
import tsa.db.testing.TestDatabase;

/** The tokens in Postgres keep the contract, by the clock of Postgres. */
class PostgresAccessTokensTest extends AccessTokensContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final AccessTokens tokens =
      new PostgresAccessTokens(database.database(), MOST_OF_A_USER, MOST);

  @BeforeEach
  void empty() {
    database.clear(ACCESS_TOKENS);
  }

  @Override
  AccessTokens tokens() {
    return tokens;
  }

  /** Makes a token older than it is. */
  private void age(int number, Duration by) {
    database
        .database()
        .run(tx ->
            tx.update(ACCESS_TOKENS)
                .set(ACCESS_TOKENS.ISSUED_AT, ServerClock.in(by.negated()))
                .set(ACCESS_TOKENS.EXPIRES_AT, ServerClock.in(Duration.ofHours(1).minus(by)))
                .where(ACCESS_TOKENS.TOKEN_HASH.eq(hash(number).hex()))
                .execute());
  }

  private int rows() {
    return database.database().transaction(tx -> tx.fetchCount(DSL.selectFrom(ACCESS_TOKENS)));
  }

  @Test
  void aTokenExpiresAndTheNextLoginRemovesIt() {
    add(1, "mary");
    add(2, "mary");
    age(1, Duration.ofMinutes(61));
    age(2, Duration.ofMinutes(59));
    assertThat(user(tokens, hash(1))).isEmpty();
    assertThat(user(tokens, hash(2))).contains("mary");
    assertThat(rows()).isEqualTo(2);
    add(3, "victor");
    assertThat(rows()).isEqualTo(2);
  }

  @Test
  void manyLoginsAtATimeKeepTheBounds() {
    IntStream.rangeClosed(1, 40).parallel().forEach(i -> add(i, "user-" + i % 2));
    assertThat(rows()).isEqualTo(MOST);
  }

  @Test
  void anotherGatewayKnowsThemToo() {
    add(1, "mary");
    AccessTokens other = new PostgresAccessTokens(database.database());
    assertThat(user(other, hash(1))).contains("mary");
    other.revoke(hash(1));
    assertThat(user(tokens, hash(1))).isEmpty();
  }

  @Test
  void theSameTokenTwiceIsRefused() {
    add(1, "mary");
    assertThatThrownBy(() -> add(1, "victor"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("could not note a login");
    assertThat(user(tokens, hash(1))).contains("mary");
  }
}
