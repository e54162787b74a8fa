package tsa.api.login;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tsa.control.port.AccessTokens;

/** The users of Concourse's setting {@code --add-local-user}. Immutable, thread-safe. */
public final class LocalUsers {
  /** Longest name of a user, in characters. */
  public static final int LONGEST_NAME = 100;

  private final Map<String, User> users;
  private final int cost;

  private record User(String name, PasswordHash hash) {}

  private LocalUsers(Map<String, User> users) {
    this.users = Map.copyOf(users);
    this.cost =
        users.values().stream()
            .map(user -> user.hash().cost())
            .max(Comparator.naturalOrder())
            .orElse(PasswordHash.LEAST_COST);
  }

  /**
   * Users with their passwords, plain or hashed with bcrypt. Plain ones are hashed here, which
   * takes a twentieth of a second each. Names are told apart regardless of case, as Concourse does.
   *
   * @throws IllegalArgumentException with a sentence that names the user and no password
   */
  public static LocalUsers of(Map<String, String> secrets) {
    Map<String, User> users = new HashMap<>();
    new TreeMap<>(secrets)
        .forEach((name, secret) -> {
          checkName(name);
          try {
            User user = new User(name, PasswordHash.given(secret));
            if (users.put(folded(name), user) != null) {
              throw new IllegalArgumentException("is there twice, in upper and lower case");
            }
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("local user '" + name + "' " + e.getMessage(), e);
          }
        });
    return new LocalUsers(users);
  }

  private static void checkName(String name) {
    boolean odd = name.codePoints().anyMatch(c -> Character.isISOControl(c) || !printable(c));
    if (name.isBlank() || name.length() > LONGEST_NAME || odd) {
      throw new IllegalArgumentException(
          "the name of a local user has to be 1 to %d printable characters"
              .formatted(LONGEST_NAME));
    }
  }

  private static boolean printable(int c) {
    int type = Character.getType(c);
    return type != Character.FORMAT && type != Character.SURROGATE && type != Character.UNASSIGNED;
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The name as it was given with the setting; empty if there is no such user. */
  public Optional<String> known(String name) {
    return Optional.ofNullable(users.get(folded(name))).map(User::name);
  }

  /**
   * Tells the user's present password from others.
   *
   * @return empty if there is no such user, or nothing to tell it by
   */
  Optional<AccessTokens.Hash> fingerprint(String name) {
    return Optional.ofNullable(users.get(folded(name))).flatMap(user -> user.hash().fingerprint());
  }

  /**
   * The user's name, if that is their password. Takes the same work for every user, also for one
   * that does not exist: the time an answer takes tells nobody which names there are.
   */
  Optional<String> verified(String name, String password) {
    @Nullable User user = users.get(folded(name));
    if (user == null) {
      PasswordHash.work(cost);
      return Optional.empty();
    }
    boolean right = user.hash().matches(password);
    // 2^n and then 2^n + 2^(n+1) + ... up to 2^(cost-1) rounds are 2^cost rounds together.
    for (int made = user.hash().cost(); made < cost; made++) {
      PasswordHash.work(made);
    }
    return right ? Optional.of(user.name()) : Optional.empty();
  }
}
