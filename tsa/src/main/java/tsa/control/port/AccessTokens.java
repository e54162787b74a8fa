package tsa.control.port;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Port: the tokens that were given to people who logged in, shared by all gateways. What is kept of
 * a token is its hash. All methods may block, each within a limit, and throw {@link StoreException}
 * when the store cannot answer. Thread-safe.
 */
public interface AccessTokens {
  /** Tokens of one user that are valid at a time; the oldest make room for more. */
  int MOST_OF_A_USER = 500;

  /** Tokens in all that are valid at a time; the oldest make room for more. */
  int MOST = 20_000;

  /**
   * What is kept of a token.
   *
   * @param hex the SHA-256 of its text, 64 digits in lower case
   */
  record Hash(String hex) {
    private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException if it is no such hash
     */
    public Hash {
      if (!SHA_256.matcher(hex).matches()) {
        throw new IllegalArgumentException("not a SHA-256 in hexadecimal");
      }
    }
  }

  /**
   * Notes a token, and forgets tokens that have expired.
   *
   * @param user whose it is, at most 100 characters
   * @param secret tells the user's present password from others; null if nothing does
   * @param life how long it is valid, by the clock of the store
   * @param mint makes the token once it is known when it will expire, and answers its hash
   */
  void add(String user, @Nullable Hash secret, Duration life, Function<Instant, Hash> mint);

  /**
   * Whose a token is.
   *
   * @param secret tells the password they logged in with from others; null if nothing does
   */
  record Holder(String user, @Nullable Hash secret) {}

  /** Whose valid token that is; empty if there is none (any more). */
  Optional<Holder> holder(Hash token);

  /** Makes a token invalid everywhere from now on; changes nothing if there is none. */
  void revoke(Hash token);

  /**
   * Makes all tokens of a user invalid everywhere from now on.
   *
   * @return how many there were
   */
  int revokeAll(String user);
}
