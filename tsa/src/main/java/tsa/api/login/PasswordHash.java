package tsa.api.login;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.security.crypto.bcrypt.BCrypt;
import tsa.control.port.AccessTokens;

/**
 * A password as bcrypt keeps it.
 *
 * @param text in the usual form, {@code $2a$10$...}
 * @param cost binary logarithm of its rounds
 * @param given whether the setting has the hash, so that it is the same after the next start
 */
record PasswordHash(String text, int cost, boolean given) {
  /** What Concourse hashes plain passwords with, and the least that it takes. */
  static final int LEAST_COST = 10;

  /** A sixteenth of a minute or so; more would let logins stand in each other's way. */
  static final int MOST_COST = 15;

  /** bcrypt looks at no more bytes than these; longer passwords would match by their beginning. */
  static final int LONGEST = 72;

  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[abxy]?\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

  /**
   * What a setting says: a hash, or a password, which is hashed.
   *
   * @throws IllegalArgumentException with words that follow the user's name; never the password
   */
  static PasswordHash given(String secret) {
    Matcher bcrypt = BCRYPT.matcher(secret);
    if (bcrypt.matches()) {
      int cost = Integer.parseInt(bcrypt.group(1));
      if (cost < LEAST_COST || cost > MOST_COST) {
        throw new IllegalArgumentException(
            "has a bcrypt hash of cost %d; it has to be from %d to %d"
                .formatted(cost, LEAST_COST, MOST_COST));
      }
      return new PasswordHash(secret, cost, true);
    }
    if (tooLong(secret)) {
      throw new IllegalArgumentException(
          "has a password of more than " + LONGEST + " bytes, which bcrypt cannot tell apart");
    }
    return new PasswordHash(BCrypt.hashpw(secret, BCrypt.gensalt(LEAST_COST)), LEAST_COST, false);
  }

  /**
   * Tells it from other passwords; empty if the setting has the password itself: then nothing that
   * may be stored does.
   */
  Optional<AccessTokens.Hash> fingerprint() {
    return given ? Optional.of(TokenGenerator.sha256(text)) : Optional.empty();
  }

  /** Whether it is that password; takes as long as the cost says, whatever the answer. */
  boolean matches(String password) {
    // A password that is too long is wrong, but only after the same work.
    return BCrypt.checkpw(tooLong(password) ? "" : password, text) && !tooLong(password);
  }

  /** Works as hard as a check of that cost does. */
  static void work(int cost) {
    var _ = BCrypt.hashpw("", BCrypt.gensalt(cost));
  }

  private static boolean tooLong(String password) {
    return password.getBytes(UTF_8).length > LONGEST;
  }

  /** Without the hash: what is printed may end in a log. */
  @Override
  public String toString() {
    return "bcrypt of cost " + cost;
  }
}
