package tsa.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tsa.cli.CliException;
import tsa.cli.login.AccessToken;
import tsa.wire.CheckJson;
import tsa.wire.CheckListJson;
import tsa.wire.EventListJson;
import tsa.wire.FleetJson;
import tsa.wire.LogoutJson;
import tsa.wire.OutcomeJson;
import tsa.wire.ProblemDetails;
import tsa.wire.UserJson;
import tsa.wire.WireJson;
import tsa.wire.WorkerDetailJson;
import tsa.wire.WorkerListJson;

/** The routes of one gateway, asked with one token. Thread-safe. */
public final class ApiClient implements AutoCloseable {
  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final Duration IMPATIENT = Duration.ofSeconds(3);
  private static final Duration CHECK = Duration.ofMinutes(5);

  /** Our own list of workers, and else plain JSON. */
  private static final String ACCEPT =
      "application/vnd.tsa+json, application/json, " + ProblemDetails.MEDIA_TYPE;

  private static final int LONGEST_REFUSAL = 1 << 16;
  private static final String WORKERS = "/api/v1/workers";

  private final GatewayHttp http;
  private final AccessToken token;

  /** Talks to the gateway at that URL. */
  public ApiClient(URI base, AccessToken token) {
    this(base, token, null);
  }

  /**
   * Talks to the gateway at that URL.
   *
   * @param trust whose certificates are accepted; null for those that Java trusts
   */
  public ApiClient(URI base, AccessToken token, @Nullable SSLContext trust) {
    this.http = new GatewayHttp(base, trust);
    this.token = token;
  }

  /** Where the gateway is. */
  public URI base() {
    return http.base();
  }

  /** All workers, retired ones too. */
  public WorkerListJson workers() throws CliException {
    return workers("all=true");
  }

  /** Those the gateway chooses by that query; without one, all but retired ones. */
  public WorkerListJson workers(String query) throws CliException {
    String path = WORKERS + (query.isEmpty() ? "" : "?" + query);
    return call("GET", path, USUAL, WorkerListJson.class);
  }

  public FleetJson fleet() throws CliException {
    return call("GET", "/api/v1/fleet", USUAL, FleetJson.class);
  }

  /** The same, for somebody who waits at a prompt. */
  public WorkerListJson workersAtOnce() throws CliException {
    return call("GET", WORKERS + "?all=true", IMPATIENT, WorkerListJson.class);
  }

  public WorkerDetailJson worker(String name) throws CliException {
    return call("GET", path(name, ""), USUAL, WorkerDetailJson.class);
  }

  /**
   * The newest events.
   *
   * @param before only those with a smaller number; null for the newest of all
   */
  public EventListJson events(String name, int limit, @Nullable Long before) throws CliException {
    String query = "?limit=" + limit + (before == null ? "" : "&before=" + before);
    return call("GET", path(name, "/events" + query), USUAL, EventListJson.class);
  }

  /** The newest events of all workers; otherwise as above. */
  public EventListJson events(int limit, @Nullable Long before) throws CliException {
    String query = "?limit=" + limit + (before == null ? "" : "&before=" + before);
    return call("GET", "/api/v1/events" + query, USUAL, EventListJson.class);
  }

  /** The newest deep checks; otherwise as above. */
  public CheckListJson checks(String name, int limit, @Nullable Long before) throws CliException {
    String query = "?limit=" + limit + (before == null ? "" : "&before=" + before);
    return call("GET", path(name, "/checks" + query), USUAL, CheckListJson.class);
  }

  public CheckJson check(String name) throws CliException {
    return call("PUT", path(name, "/check"), CHECK, CheckJson.class);
  }

  /** Ends all logins of a user, wherever they were made. */
  public LogoutJson logoutAll(String user) throws CliException {
    return call("DELETE", "/api/v1/users/" + encode(user) + "/tokens", USUAL, LogoutJson.class);
  }

  /** Who the token says one is. */
  public UserJson user() throws CliException {
    return call("GET", "/api/v1/user", USUAL, UserJson.class);
  }

  /**
   * Asks for something.
   *
   * @param what {@code land}, {@code retire} or {@code prune}
   * @param why in the operator's words; may be empty
   */
  public OutcomeJson ask(String name, String what, String why) throws CliException {
    return ask(name, what, why, "");
  }

  /** What would come of a request, if it were made now; nothing changes. */
  public OutcomeJson rehearse(String name, String what) throws CliException {
    return ask(name, what, "", "dry_run=true");
  }

  /**
   * Asks a worker to land or retire.
   *
   * @param within how long it may take at most; null for what the gateway has set
   */
  public OutcomeJson drain(String name, String what, String why, @Nullable Duration within)
      throws CliException {
    return ask(name, what, why, within == null ? "" : "within=" + within.toSeconds());
  }

  private OutcomeJson ask(String name, String what, String why, String more) throws CliException {
    String query = reason(why);
    String all = more.isEmpty() ? query : query + (query.isEmpty() ? "?" : "&") + more;
    return call("PUT", path(name, "/" + what + all), USUAL, OutcomeJson.class);
  }

  public OutcomeJson delete(String name, String why) throws CliException {
    return call("DELETE", path(name, reason(why)), USUAL, OutcomeJson.class);
  }

  /**
   * Events as they happen; to be closed. Only those after that place in the history, or from now on
   * if it is negative.
   *
   * @param worker of that worker alone; empty for all
   */
  public InputStream stream(String worker, long after) throws CliException {
    String query =
        (worker.isEmpty() ? "" : "&worker=" + encode(worker))
            + (after < 0 ? "" : "&after=" + after);
    String path = "/api/v1/events" + (query.isEmpty() ? "" : "?" + query.substring(1));
    HttpResponse<InputStream> response =
        http.stream(
            authorised(path, USUAL)
                .header("Accept", "text/event-stream, " + ProblemDetails.MEDIA_TYPE)
                .build());
    boolean events =
        response
            .headers()
            .firstValue("Content-Type")
            .filter(type -> type.startsWith("text/event-stream"))
            .isPresent();
    if (response.statusCode() == 200 && events) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readNBytes(LONGEST_REFUSAL), UTF_8);
      throw response.statusCode() == 200 || response.statusCode() == 404
          ? new CliException(response.statusCode(), http.base() + " tells no events as they happen")
          : refused(response.statusCode(), text);
    } catch (IOException e) {
      throw new CliException("the connection to " + http.base() + " broke: " + e.getMessage());
    }
  }

  private static String reason(String why) {
    return why.isEmpty() ? "" : "?reason=" + encode(why);
  }

  private static String path(String name, String rest) {
    return WORKERS + "/" + encode(name) + rest;
  }

  public static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder authorised(String path, Duration limit) {
    return http.request(path, limit).header("Authorization", "Bearer " + token.value());
  }

  private <T> T call(String method, String path, Duration limit, Class<T> type)
      throws CliException {
    HttpRequest request =
        authorised(path, limit)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .header("Accept", ACCEPT)
            .build();
    HttpResponse<String> response = http.send(request);
    if (response.statusCode() != 200) {
      throw refused(response.statusCode(), response.body());
    }
    try {
      return WireJson.read(response.body(), type);
    } catch (JacksonException e) {
      throw new CliException(
          http.base() + " answered with something else than this API; is the address right?");
    }
  }

  private CliException refused(int status, String body) {
    if (status == 401) {
      return new CliException(
          401,
          http.base() + " does not accept the token of " + token.source() + "; " + token.remedy());
    }
    try {
      return new CliException(status, WireJson.read(body, ProblemDetails.class).detail());
    } catch (JacksonException e) {
      return new CliException(
          status, http.base() + " answered " + status + "; is the address right?");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
