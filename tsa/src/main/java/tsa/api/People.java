package tsa.api;

import java.util.Optional;
import tsa.api.login.Logins;

/** Everybody who can prove who they are: whoever has the admin token, and users who logged in. */
public final class People implements Authenticator {
  private final Authenticator adminToken;
  private final Logins logins;
  private final Teams teams;

  /**
   * @param adminToken asked first, and needs no database: the way in when all else fails
   */
  public People(Authenticator adminToken, Logins logins, Teams teams) {
    this.adminToken = adminToken;
    this.logins = logins;
    this.teams = teams;
  }

  @Override
  public Optional<Principal> authenticate(String token) {
    return adminToken.authenticate(token).or(() -> logins.whose(token).map(teams::principal));
  }

  Logins logins() {
    return logins;
  }

  Teams teams() {
    return teams;
  }
}
