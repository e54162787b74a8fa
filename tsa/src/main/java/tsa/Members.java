package tsa;

import java.security.SecureRandom;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import tsa.api.AdminToken;
import tsa.api.People;
import tsa.api.Proxies;
import tsa.api.Teams;
import tsa.api.login.LocalUsers;
import tsa.api.login.Logins;
import tsa.control.AccessTokens;
import tsa.control.Ticker;
import tsa.settings.LoginOptions;

/** Who may log in, and what they may do. */
record Members(LocalUsers users, Teams teams, Duration life, Proxies proxies) {

  /**
   * Read before anything is started, so that mistakes in it start nothing.
   *
   * @throws IllegalArgumentException with a sentence for the person who wrote the settings
   */
  static Members of(LoginOptions options) {
    LocalUsers users = LocalUsers.of(options.localUsers());
    Teams teams = Teams.of(options.teams());
    teams.users().stream()
        .filter(user -> users.known(user).isEmpty())
        .forEach(user ->
            LoggerFactory.getLogger(Members.class)
                .atWarn()
                .addKeyValue("user", user)
                .log("somebody has a role, but is no local user and cannot log in"));
    return new Members(users, teams, options.authDuration(), proxies(options));
  }

  private static Proxies proxies(LoginOptions options) {
    try {
      return Proxies.of(options.trustedProxies());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--trusted-proxy: " + e.getMessage(), e);
    }
  }

  /** Half of the cores at most verify passwords: the rest is for workers. */
  People people(AdminToken token, AccessTokens tokens, Ticker ticker) {
    int atOnce = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    SecureRandom random = new SecureRandom();
    return new People(token, new Logins(users, tokens, life, random, ticker, atOnce), teams);
  }
}
