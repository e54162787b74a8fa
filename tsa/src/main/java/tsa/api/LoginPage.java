package tsa.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tsa.api.login.Login;
import tsa.api.login.Logins;
import tsa.worker.GoDuration;

/**
 * The page for {@code fly login} without a password (docs/protocol/fly.md#login): asks for name and
 * password, and shows a token to be pasted, or to be handed to the fly that waits at a port of the
 * person's own machine. No script, no cookie, nothing from elsewhere; nothing that anybody wrote is
 * repeated, so that nothing has to be escaped.
 */
final class LoginPage {
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

  private final Logins logins;

  LoginPage(Logins logins) {
    this.logins = logins;
  }

  /** {@code GET /login}: the form. */
  Answer form(Call call) {
    return form(200, "", port(call.query()));
  }

  /** {@code POST /login}: the token. */
  Answer submitted(Call call) {
    Map<String, String> form = Forms.fields(call);
    Optional<Integer> port = port(form);
    Login login =
        logins.attempt(
            form.getOrDefault("username", ""),
            form.getOrDefault("password", ""),
            call.client().address());
    return switch (login) {
      case Login.Welcome welcome -> token(welcome, port);
      case Login.Wrong _ -> form(401, "Invalid username or password.", port);
      case Login.Wait wait -> form(wait, port);
      case Login.Busy _ -> form(503, "Too many logins at a time; try again.", port);
    };
  }

  /** {@code GET /fly_success}: where fly sends the browser once it has its token. */
  Answer done(Call call) {
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
    throw Refusal.of(400, PORT + " has to be a whole number from 1 to " + LARGEST_PORT);
  }

  private static Answer form(int status, String problem, Optional<Integer> port) {
    String hidden =
        port.map("<input type=\"hidden\" name=\"fly_port\" value=\"%d\">\n"::formatted).orElse("");
    String why = problem.isEmpty() ? "" : "<p role=\"alert\">" + problem + "</p>\n";
    return page(status, FORM.formatted(why, hidden), "");
  }

  private static Answer form(Login.Wait wait, Optional<Integer> port) {
    String time = GoDuration.print(SkyRoutes.inSeconds(wait));
    Answer page = form(429, "Too many wrong passwords; try again in " + time + ".", port);
    Map<String, String> headers = new HashMap<>(page.headers());
    headers.putAll(SkyRoutes.retryAfter(wait));
    return page.with(headers);
  }

  private static Answer token(Login.Welcome welcome, Optional<Integer> port) {
    String hand = port.map(number -> HAND_OVER.formatted(number, welcome.token())).orElse("");
    String life = GoDuration.print(welcome.life());
    String fly = port.map(" http://127.0.0.1:%d"::formatted).orElse("");
    return page(200, TOKEN.formatted(hand, life, welcome.token()), fly);
  }

  /**
   * A page.
   *
   * @param elsewhere where else its forms may lead; empty, or with a blank before it
   */
  private static Answer page(int status, String body, String elsewhere) {
    String policy =
        "default-src 'none'; form-action 'self'%s; base-uri 'none'; frame-ancestors 'none'"
            .formatted(elsewhere);
    return Answer.html(
        status,
        PAGE.formatted(body),
        Map.of("Content-Security-Policy", policy, "Referrer-Policy", "no-referrer"));
  }
}
