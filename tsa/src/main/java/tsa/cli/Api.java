package tsa.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tsa.wire.CheckJson;
import tsa.wire.EventListJson;
import tsa.wire.OutcomeJson;
import tsa.wire.ProblemDetails;
import tsa.wire.WireJson;
import tsa.wire.WorkerDetailJson;
import tsa.wire.WorkerListJson;

/** Talks to one gateway. Follows no redirects, so that the token goes nowhere else. */
public final class Api implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration USUAL = Duration.ofSeconds(30);
  private static final Duration CHECK = Duration.ofMinutes(5);
  private static final long LARGEST_ANSWER = 64L << 20;
  private static final String WORKERS = "/api/v1/workers";

  private final URI base;
  private final Token token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  /** Talks to the gateway at that URL. */
  public Api(URI base, Token token) {
    this.base = base;
    this.token = token;
  }

  /** All workers, retired ones too. */
  public WorkerListJson workers() throws CliException {
    return call("GET", WORKERS + "?all=true", USUAL, WorkerListJson.class);
  }

  WorkerDetailJson worker(String name) throws CliException {
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

  CheckJson check(String name) throws CliException {
    return call("PUT", path(name, "/check"), CHECK, CheckJson.class);
  }

  /**
   * Asks for something.
   *
   * @param what {@code land}, {@code retire} or {@code prune}
   * @param why in the operator's words; may be empty
   */
  public OutcomeJson ask(String name, String what, String why) throws CliException {
    return call("PUT", path(name, "/" + what + reason(why)), USUAL, OutcomeJson.class);
  }

  OutcomeJson delete(String name, String why) throws CliException {
    return call("DELETE", path(name, reason(why)), USUAL, OutcomeJson.class);
  }

  private static String reason(String why) {
    return why.isEmpty() ? "" : "?reason=" + encode(why);
  }

  private static String path(String name, String rest) {
    return WORKERS + "/" + encode(name) + rest;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private <T> T call(String method, String path, Duration limit, Class<T> type)
      throws CliException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(limit)
            .header("Authorization", "Bearer " + token.value())
            .header("Accept", "application/json, " + ProblemDetails.MEDIA_TYPE)
            .build();
    HttpResponse<String> response = send(request, limit);
    if (response.statusCode() != 200) {
      throw refused(response);
    }
    try {
      return WireJson.read(response.body(), type);
    } catch (JacksonException e) {
      throw new CliException(
          base + " answered with something else than this API; is the address right?");
    }
  }

  private HttpResponse<String> send(HttpRequest request, Duration limit) throws CliException {
    try {
      return client.send(
          request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), LARGEST_ANSWER));
    } catch (HttpConnectTimeoutException e) {
      throw unreachable("no connection within " + Times.length(CONNECT));
    } catch (HttpTimeoutException e) {
      throw new CliException(base + " did not answer within " + Times.length(limit));
    } catch (ConnectException e) {
      throw unreachable(
          e.getCause() instanceof UnresolvedAddressException
              ? "the host name is not known"
              : "nothing listens there, or something in between refuses");
    } catch (IOException e) {
      throw new CliException("the connection to " + base + " broke: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException("interrupted");
    }
  }

  private CliException unreachable(String why) {
    return new CliException(
        "cannot reach "
            + base
            + ": "
            + why
            + ". Start a gateway with 'tsa serve', or name another address with --api-url or"
            + " $TSA_URL");
  }

  private CliException refused(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status == 401) {
      return new CliException(
          401,
          base
              + " does not accept the token of "
              + token.source()
              + "; name the right one with --token-file, $TSA_TOKEN_FILE or $TSA_TOKEN");
    }
    try {
      return new CliException(
          status, WireJson.read(response.body(), ProblemDetails.class).detail());
    } catch (JacksonException e) {
      return new CliException(base + " answered " + status + "; is the address right?");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
