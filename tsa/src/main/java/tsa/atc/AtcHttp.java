package tsa.atc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Calls of the web nodes: the one that answered last is asked first, the next when it does not
 * answer. Follows no redirect, so that a token goes nowhere else. Thread-safe.
 */
final class AtcHttp implements AutoCloseable {
  private static final long LONGEST_ANSWER = 8 << 20;

  /** What a balancer answers in the place of a node that is away. */
  private static final Set<Integer> AWAY = Set.of(502, 503, 504);

  private final AtcSettings settings;
  private final HttpClient client;
  private final Semaphore places;
  private volatile int preferred;

  /** What to ask of a node, whichever it is. */
  @FunctionalInterface
  interface Call {
    /** The request for that node. */
    HttpRequest.Builder of(URI node) throws AtcException;
  }

  AtcHttp(AtcSettings settings) {
    this.settings = settings;
    this.places = new Semaphore(settings.limits().atOnce(), true);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(settings.limits().connect());
    client = (settings.trust() == null ? builder : builder.sslContext(settings.trust())).build();
  }

  /**
   * Asks one node after the other until one answers.
   *
   * @throws AtcException if none does
   */
  AtcReply ask(Call call) throws AtcException {
    List<URI> nodes = settings.urls();
    int first = preferred;
    AtcException failure = null;
    for (int i = 0; i < nodes.size(); i++) {
      int index = (first + i) % nodes.size();
      try {
        AtcReply reply = ask(nodes.get(index), call.of(nodes.get(index)));
        preferred = index;
        return reply;
      } catch (AtcException e) {
        if (!e.isPassing()) {
          throw e;
        }
        failure = e;
      }
    }
    throw failure == null ? new AtcException("no ATC is set", false) : failure;
  }

  /** Asks that node alone. */
  AtcReply ask(URI node, HttpRequest.Builder request) throws AtcException {
    try {
      if (!places.tryAcquire(settings.limits().answer().toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AtcException("too many calls of the ATC wait for an answer", true);
      }
      try {
        return checked(node, send(request.timeout(settings.limits().answer()).build()));
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AtcException("interrupted", true);
    } catch (HttpTimeoutException e) {
      throw new AtcException(node + " does not answer in time", true);
    } catch (ConnectException e) {
      boolean unknown = e.getCause() instanceof UnresolvedAddressException;
      throw new AtcException(
          unknown
              ? "the host of " + node + " is not known"
              : node + " cannot be reached: nothing listens there, or something refuses",
          true);
    } catch (SSLException e) {
      throw new AtcException(
          "no trust in the certificate of "
              + node
              + " ("
              + e.getMessage()
              + "); name the authority that signed it with --tsa-atc-ca-cert",
          true);
    } catch (IOException e) {
      throw new AtcException("the connection to " + node + " broke: " + e.getMessage(), true);
    }
  }

  /** The limit is for the whole answer: that of a request ends with the head of the answer. */
  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<String>> answer =
        client.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), LONGEST_ANSWER));
    try {
      return answer.get(settings.limits().answer().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("no whole answer");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private static AtcReply checked(URI node, HttpResponse<String> response) throws AtcException {
    int status = response.statusCode();
    if (AWAY.contains(status)) {
      throw new AtcException(node + " is away: something before it answers " + status, true);
    }
    if (status / 100 == 3) {
      throw new AtcException(
          node
              + " sends elsewhere, to "
              + response.headers().firstValue("Location").orElse("nowhere")
              + ": set --tsa-atc-url to where the ATC itself is",
          false);
    }
    boolean ofAtc = response.headers().firstValue("X-Concourse-Version").isPresent();
    return new AtcReply(node, status, response.body(), ofAtc);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
