package tsa.serve;

import java.security.SecureRandom;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import tsa.api.access.AdminToken;
import tsa.api.access.Teams;
import tsa.api.http.TrustedProxies;
import tsa.api.login.LocalUsers;
import tsa.api.login.LoginService;
import tsa.api.people.TokenAuthenticator;
import tsa.control.port.AccessTokens;
import tsa.control.port.Ticker;
import tsa.settings.LoginOptions;

/** Who may log in, and what they may do. */
record AccessSettings(LocalUsers users, Teams teams, Duration life, TrustedProxies proxies) {

  /**
   * Read before anything is started, so that mistakes in it start nothing.
   *
   * @throws IllegalArgumentException with a sentence for the person who wrote the settings
   */
  static AccessSettings of(LoginOptions options) {
    LocalUsers users = LocalUsers.of(options.localUsers());
    Teams teams = Teams.of(options.teams());
    teams.users().stream()
        .filter(user -> users.known(user).isEmpty())
        .forEach(user ->
            LoggerFactory.getLogger(AccessSettings.class)
                .atWarn()
                .addKeyValue("user", user)
                .log("somebody has a role, but is no local user and cannot log in"));
    return new AccessSettings(users, teams, options.authDuration(), proxies(options));
  }

  private static TrustedProxies proxies(LoginOptions options) {
    try {
      return TrustedProxies.of(options.trustedProxies());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--trusted-proxy: " + e.getMessage(), e);
    }
  }

  /** Half of the cores at most verify passwords: the rest is for workers. */
  TokenAuthenticator people(AdminToken token, AccessTokens tokens, Ticker ticker) {
    int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    SecureRandom random = new SecureRandom();
    return new TokenAuthenticator(
        token, new LoginService(users, tokens, life, random, ticker, atOnce), teams);
  }
}
