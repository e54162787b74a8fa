package tsa.api.people;

import java.time.Duration;
import java.util.Optional;
import tsa.api.access.Authenticator;
import tsa.api.access.Principal;
import tsa.api.access.Teams;
import tsa.api.http.QueryConcurrencyLimit;
import tsa.api.http.RefusedException;
import tsa.api.login.LoginService;

/** Everybody who can prove who they are: whoever has the admin token, and users who logged in. */
public final class TokenAuthenticator implements Authenticator {
  /** Anybody can send tokens: looking them up must leave connections for the control loop. */
  private static final int LOOKED_UP_AT_ONCE = 3;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Authenticator adminToken;
  private final LoginService logins;
  private final Teams teams;
  private final QueryConcurrencyLimit queryLimit;

  /**
   * @param adminToken asked first, and needs no database: the way in when all else fails
   */
  public TokenAuthenticator(Authenticator adminToken, LoginService logins, Teams teams) {
    this(adminToken, logins, teams, PATIENCE);
  }

  /** With another limit to the wait for others. */
  TokenAuthenticator(
      Authenticator adminToken, LoginService logins, Teams teams, Duration patience) {
    this.adminToken = adminToken;
    this.logins = logins;
    this.teams = teams;
    this.queryLimit =
        new QueryConcurrencyLimit(
            LOOKED_UP_AT_ONCE, patience, "too many tokens are being looked up; try again");
  }

  @Override
  public Optional<Principal> authenticate(String token) {
    return adminToken
        .authenticate(token)
        .or(() -> queryLimit.take(() -> logins.whose(token)).map(teams::principal));
  }

  /**
   * Makes a token invalid.
   *
   * @throws RefusedException 503 if too many others are at it
   */
  void logout(String token) {
    queryLimit.take(() -> {
      logins.revoke(token);
      return token;
    });
  }

  /**
   * Ends all logins of a user.
   *
   * @return how many there were
   * @throws RefusedException 503 if too many others are at it
   */
  int logoutAll(String user, String by) {
    return queryLimit.take(() -> logins.revokeAll(user, by));
  }

  public LoginService logins() {
    return logins;
  }

  Teams teams() {
    return teams;
  }
}
