package tsa.api.people;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tsa.api.http.ApiRequest;
import tsa.api.http.ApiResponse;
import tsa.api.http.FormBody;
import tsa.api.http.RefusedException;
import tsa.api.login.LoginResult;
import tsa.api.login.LoginService;
import tsa.worker.GoDuration;

/**
 * The page for {@code fly login} without a password (docs/protocol/fly.md#login): asks for name and
 * password, and shows a token to be pasted, or to be handed to the fly that waits at a port of the
 * person's own machine. No script, no cookie, nothing from elsewhere; nothing that anybody wrote is
 * repeated, so that nothing has to be escaped.
 */
public final class LoginPage {
  private static final int LARGEST_PORT = 65_535;
  private static final String PORT = "fly_port";

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><title>Log in</title></head>
      <body>
      %s</body>
      </html>
      """;

  private static final String FORM =
      """
      <h1>Log in</h1>
      %s<form method="post" action="/login">
      %s<p><label>User <input name="username" autocomplete="username" required autofocus></label></p>
      <p><label>Password <input name="password" type="password" autocomplete="current-password" \
      required></label></p>
      <p><button>Log in</button></p>
      </form>
      """;

  private static final String TOKEN =
      """
      <h1>Logged in</h1>
      %s<p>This token can be pasted where fly asks for one. It is as good as the password for %s: \
      keep it to yourself.</p>
      <pre>Bearer %s</pre>
      """;

  private static final String HAND_OVER =
      """
      <form method="get" action="http://127.0.0.1:%d/">
      <input type="hidden" name="token" value="Bearer %s">
      <p>Did you start <code>fly login</code> on this machine? \
      <button autofocus>Hand the token to fly</button></p>
      </form>
      """;

  private final LoginService logins;

  public LoginPage(LoginService logins) {
    this.logins = logins;
  }

  /** {@code GET /login}: the form. */
  public ApiResponse form(ApiRequest request) {
    return form(200, "", port(request.query()));
  }

  /** {@code POST /login}: the token. */
  public ApiResponse submitted(ApiRequest request) {
    Map<String, String> form = FormBody.fields(request);
    Optional<Integer> port = port(form);
    LoginResult login =
        logins.attempt(
            form.getOrDefault("username", ""),
            form.getOrDefault("password", ""),
            request.client().address());
    return switch (login) {
      case LoginResult.Granted granted -> token(granted, port);
      case LoginResult.WrongPassword _ -> form(401, "Invalid username or password.", port);
      case LoginResult.Throttled wait -> form(wait, port);
      case LoginResult.Overloaded _ -> form(503, "Too many logins at a time; try again.", port);
    };
  }

  /** {@code GET /fly_success}: where fly sends the browser once it has its token. */
  public ApiResponse done(ApiRequest request) {
    return page(
        200, "<h1>Logged in</h1>\n<p>fly has its token. This page can be closed.</p>\n", "");
  }

  private static Optional<Integer> port(Map<String, String> given) {
    String text = given.getOrDefault(PORT, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= LARGEST_PORT) {
        return Optional.of(port);
      }
    } catch (NumberFormatException e) {
      // No number: the same answer as for one that is too large.
    }
    throw RefusedException.of(400, PORT + " has to be a whole number from 1 to " + LARGEST_PORT);
  }

  private static ApiResponse form(int status, String problem, Optional<Integer> port) {
    String hidden =
        port.map("<input type=\"hidden\" name=\"fly_port\" value=\"%d\">\n"::formatted).orElse("");
    String why = problem.isEmpty() ? "" : "<p role=\"alert\">" + problem + "</p>\n";
    return page(status, FORM.formatted(why, hidden), "");
  }

  private static ApiResponse form(LoginResult.Throttled wait, Optional<Integer> port) {
    String time = GoDuration.print(SkyRoutes.inSeconds(wait));
    ApiResponse page = form(429, "Too many wrong passwords; try again in " + time + ".", port);
    Map<String, String> headers = new HashMap<>(page.headers());
    headers.putAll(SkyRoutes.retryAfter(wait));
    return page.with(headers);
  }

  private static ApiResponse token(LoginResult.Granted granted, Optional<Integer> port) {
    String hand = port.map(number -> HAND_OVER.formatted(number, granted.token())).orElse("");
    String life = GoDuration.print(granted.life());
    String fly = port.map(" http://127.0.0.1:%d"::formatted).orElse("");
    return page(200, TOKEN.formatted(hand, life, granted.token()), fly);
  }

  /**
   * A page.
   *
   * @param elsewhere where else its forms may lead; empty, or with a blank before it
   */
  private static ApiResponse page(int status, String body, String elsewhere) {
    String policy =
        "default-src 'none'; form-action 'self'%s; base-uri 'none'; frame-ancestors 'none'"
            .formatted(elsewhere);
    return ApiResponse.html(
        status,
        PAGE.formatted(body),
        Map.of("Content-Security-Policy", policy, "Referrer-Policy", "no-referrer"));
  }
}
