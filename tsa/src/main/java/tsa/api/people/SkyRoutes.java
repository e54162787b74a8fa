package tsa.api.people;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.BearerToken;
import tsa.api.http.PercentDecoder;
import tsa.api.http.RefusedException;
import tsa.api.login.LoginResult;
import tsa.wire.TokenErrorJson;
import tsa.wire.TokenJson;
import tsa.worker.GoDuration;

/**
 * How fly logs in and out. The errors are those of dex, which Concourse uses
 * (docs/protocol/fly.md#login). Other grants than that of a password are not offered.
 */
public final class SkyRoutes {
  /** fly's own name and secret, which everybody knows: they protect nothing, but dex asks. */
  private static final String CLIENT = "fly";

  private static final String CLIENT_SECRET = "Zmx5";
  private static final String JSON = "application/json";
  private static final String COOKIE = "skymarshal_auth=";

  private final TokenAuthenticator authenticator;

  public SkyRoutes(TokenAuthenticator authenticator) {
    this.authenticator = authenticator;
  }

  /** {@code POST /sky/issuer/token}. */
  public ApiResponse token(ApiRequest request) {
    if (!request.client().sendsForm()) {
      return error(400, "invalid_request", "The body has to be a form.");
    }
    Optional<Map<String, String>> read = PercentDecoder.query(request.body());
    if (read.isEmpty()) {
      return error(400, "invalid_request", "The form is not percent-encoded UTF-8.");
    }
    Map<String, String> form = read.get();
    if (!form.getOrDefault("grant_type", "").equals("password")) {
      return error(400, "unsupported_grant_type", null);
    }
    if (!client(request.client().authorization(), form).equals(CLIENT + ":" + CLIENT_SECRET)) {
      return error(401, "invalid_client", "Invalid client credentials.");
    }
    return answer(
        authenticator
            .logins()
            .attempt(
                form.getOrDefault("username", ""),
                form.getOrDefault("password", ""),
                request.client().address()));
  }

  /** The client's name and secret: in the header, or in the form when fly asks again. */
  private static String client(String authorization, Map<String, String> form) {
    List<String> words = List.of(authorization.split(" ", -1));
    if (words.size() == 2 && words.getFirst().equalsIgnoreCase("basic")) {
      return decoded(words.getLast());
    }
    return form.getOrDefault("client_id", "") + ":" + form.getOrDefault("client_secret", "");
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static ApiResponse answer(LoginResult login) {
    return switch (login) {
      case LoginResult.Granted granted ->
          ApiResponse.json(new TokenJson(granted.token(), "bearer", granted.life().toSeconds()))
              .with(Map.of("Pragma", "no-cache"));
      case LoginResult.WrongPassword _ ->
          error(401, "access_denied", "Invalid username or password");
      case LoginResult.Throttled wait ->
          error(
                  429,
                  "access_denied",
                  "Too many wrong passwords; try again in " + GoDuration.print(inSeconds(wait)))
              .with(retryAfter(wait));
      case LoginResult.Overloaded _ ->
          error(503, "temporarily_unavailable", "Too many logins at a time; try again");
    };
  }

  /** Rounded up, so that whoever waits that long has waited enough. */
  static Duration inSeconds(LoginResult.Throttled wait) {
    return Duration.ofSeconds(wait.time().plusMillis(999).toSeconds());
  }

  /** The header that says so to programs. */
  static Map<String, String> retryAfter(LoginResult.Throttled wait) {
    return Map.of("Retry-After", Long.toString(inSeconds(wait).toSeconds()));
  }

  private static ApiResponse error(int status, String error, @Nullable String description) {
    return ApiResponse.json(status, JSON, new TokenErrorJson(error, description));
  }

  /**
   * {@code GET /sky/logout}. The token is in a cookie, whose value Go puts in quotes because of its
   * blank. One that is not valid (any more) is logged out too.
   *
   * @throws RefusedException 401 if there is no such cookie, or no token in it
   */
  public ApiResponse logout(ApiRequest request) {
    for (String cookie : request.client().cookies().split(";", -1)) {
      String written = cookie.strip();
      if (written.startsWith(COOKIE)) {
        String value = unquoted(written.substring(COOKIE.length()));
        authenticator.logout(BearerToken.token(value).orElseThrow(RefusedException::unauthorized));
        return ApiResponse.empty();
      }
    }
    throw RefusedException.unauthorized();
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
