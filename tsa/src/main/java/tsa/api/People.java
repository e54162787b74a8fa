package tsa.api;

import java.time.Duration;
import java.util.Optional;
import tsa.api.login.Logins;

/** Everybody who can prove who they are: whoever has the admin token, and users who logged in. */
public final class People implements Authenticator {
  /** Anybody can send tokens: looking them up must leave connections for the judge. */
  private static final int LOOKED_UP_AT_ONCE = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Authenticator adminToken;
  private final Logins logins;
  private final Teams teams;
  private final Turns turns;

  /**
   * @param adminToken asked first, and needs no database: the way in when all else fails
   */
  public People(Authenticator adminToken, Logins logins, Teams teams) {
    this(adminToken, logins, teams, PATIENCE);
  }

  /** With another limit to the wait for others. */
  People(Authenticator adminToken, Logins logins, Teams teams, Duration patience) {
    this.adminToken = adminToken;
    this.logins = logins;
    this.teams = teams;
    this.turns =
        new Turns(LOOKED_UP_AT_ONCE, patience, "too many tokens are being looked up; try again");
  }

  @Override
  public Optional<Principal> authenticate(String token) {
    return adminToken
        .authenticate(token)
        .or(() -> turns.take(() -> logins.whose(token)).map(teams::principal));
  }

  /**
   * Makes a token invalid.
   *
   * @throws Refusal 503 if too many others are at it
   */
  void logout(String token) {
    turns.take(() -> {
      logins.revoke(token);
      return token;
    });
  }

  /**
   * Ends all logins of a user.
   *
   * @return how many there were
   * @throws Refusal 503 if too many others are at it
   */
  int logoutAll(String user, String by) {
    return turns.take(() -> logins.revokeAll(user, by));
  }

  Logins logins() {
    return logins;
  }

  Teams teams() {
    return teams;
  }
}
