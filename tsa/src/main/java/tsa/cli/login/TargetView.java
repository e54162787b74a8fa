package tsa.cli.login;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A target as it is shown: without its token.
 *
 * @param expires when its login ends; null if that is not known
 * @param loggedIn whether it has a token; it may have run out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TargetView(
    String name,
    String url,
    String team,
    String user,
    @Nullable Instant expires,
    @JsonProperty("logged_in") boolean loggedIn) {

  public static TargetView of(String name, Target target) {
    return new TargetView(
        name, target.url(), target.team(), target.user(), target.expires(), target.token() != null);
  }
}
