package tsa.cli.login;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A gateway that somebody logged in to, as it stands in the file of targets.
 *
 * @param url where it is
 * @param team the team that was named at login
 * @param user who logged in
 * @param token null after a logout
 * @param expires when the token ends, by the gateway's clock; null if it did not say
 * @param caCert certificates (PEM) of the authorities to trust; null for those that Java trusts
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Target(
    String url,
    String team,
    String user,
    @Nullable String token,
    @Nullable Instant expires,
    @Nullable String caCert) {

  public Target {
    if (url == null || team == null || user == null) {
      throw new IllegalArgumentException("url, team and user are needed");
    }
  }

  /** The same, logged out. */
  public Target loggedOut() {
    return new Target(url, team, user, null, null, caCert);
  }

  /** Keeps the token out of logs. */
  @Override
  public String toString() {
    return "Target[" + url + "]";
  }
}
