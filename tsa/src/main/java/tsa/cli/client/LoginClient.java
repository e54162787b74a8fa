package tsa.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tsa.cli.CliException;
import tsa.wire.TokenErrorJson;
import tsa.wire.TokenJson;
import tsa.wire.WireJson;

/**
 * Logging in and out, as fly does it (docs/protocol/fly.md#login): a password for a token (RFC 6749
 * §4.3).
 */
public final class LoginClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** fly's own name and secret, which everybody knows. */
  private static final String CLIENT = "Basic Zmx5OlpteDU=";

  private final GatewayHttp http;

  public LoginClient(URI base, @Nullable SSLContext trust) {
    this.http = new GatewayHttp(base, trust);
  }

  /**
   * A token.
   *
   * @param expires by the gateway's clock; null if it did not say
   */
  public record IssuedToken(String token, @Nullable Instant expires) {
    /** Keeps the token out of logs. */
    @Override
    public String toString() {
      return "Granted[" + expires + "]";
    }
  }

  /**
   * Asks for a token.
   *
   * @throws CliException if the gateway does not give one
   */
  public IssuedToken in(String user, String password) throws CliException {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "password");
    form.put("username", user);
    form.put("password", password);
    form.put("scope", "openid profile email federated:id groups");
    HttpResponse<String> response =
        http.send(
            http.request("/sky/issuer/token", LIMIT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .header("Authorization", CLIENT)
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
                .build());
    if (response.statusCode() != 200) {
      throw refused(response);
    }
    try {
      TokenJson token = WireJson.read(response.body(), TokenJson.class);
      return new IssuedToken(token.accessToken(), expires(response, token.expiresIn()));
    } catch (JacksonException e) {
      throw notAGateway();
    }
  }

  /** Ends a token; one that is not valid any more too. */
  public void out(String token) throws CliException {
    HttpResponse<String> response =
        http.send(
            http.request("/sky/logout", LIMIT)
                .header("Cookie", "skymarshal_auth=\"bearer " + token + "\"")
                .build());
    if (response.statusCode() != 200) {
      throw new CliException(http.base() + " answered " + response.statusCode());
    }
  }

  /** This machine's clock may be wrong; the gateway's, in the header, is the one that counts. */
  private static @Nullable Instant expires(HttpResponse<String> response, long seconds) {
    try {
      return response
          .headers()
          .firstValue("Date")
          .map(date ->
              ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                  .toInstant()
                  .plusSeconds(seconds))
          .orElse(null);
    } catch (DateTimeException | ArithmeticException e) {
      return null;
    }
  }

  private CliException refused(HttpResponse<String> response) {
    if (response.statusCode() == 404) {
      return notAGateway();
    }
    try {
      TokenErrorJson error = WireJson.read(response.body(), TokenErrorJson.class);
      String text = error.errorDescription() == null ? error.error() : error.errorDescription();
      return new CliException("no login at " + http.base() + ": " + text);
    } catch (JacksonException e) {
      return new CliException(
          http.base() + " answered " + response.statusCode() + "; is the address right?");
    }
  }

  private CliException notAGateway() {
    return new CliException(http.base() + " offers no logins; is the address right?");
  }

  private static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  @Override
  public void close() {
    http.close();
  }
}
