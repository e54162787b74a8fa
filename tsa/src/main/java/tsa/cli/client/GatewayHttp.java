package tsa.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tsa.cli.CliException;
import tsa.cli.text.TimeText;

/**
 * Requests to one gateway, with what can go wrong in words. Follows no redirects, so that the token
 * goes nowhere else. Thread-safe.
 */
final class GatewayHttp implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long LARGEST_ANSWER = 64L << 20;

  private final URI base;
  private final HttpClient client;

  /**
   * To the gateway at that URL.
   *
   * @param trust whose certificates are accepted; null for those that Java trusts
   */
  GatewayHttp(URI base, @Nullable SSLContext trust) {
    this.base = base;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT);
    client = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  /** Where the gateway is. */
  URI base() {
    return base;
  }

  /** A request for that path, which begins with a slash, to be completed. */
  HttpRequest.Builder request(String path, Duration limit) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(limit);
  }

  /** The whole answer, as text. */
  HttpResponse<String> send(HttpRequest request) throws CliException {
    return send(request, BodyHandlers.limiting(BodyHandlers.ofString(UTF_8), LARGEST_ANSWER));
  }

  /** An answer that goes on for as long as the gateway likes; to be closed. */
  HttpResponse<InputStream> stream(HttpRequest request) throws CliException {
    return send(request, BodyHandlers.ofInputStream());
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) throws CliException {
    try {
      return client.send(request, body);
    } catch (HttpConnectTimeoutException e) {
      throw unreachable("no connection within " + TimeText.length(CONNECT));
    } catch (HttpTimeoutException e) {
      throw new CliException(
          base
              + " did not answer within "
              + request.timeout().map(TimeText::length).orElse("the limit"));
    } catch (ConnectException e) {
      throw unreachable(
          e.getCause() instanceof UnresolvedAddressException
              ? "the host name is not known"
              : "nothing listens there, or something in between refuses");
    } catch (SSLException e) {
      throw new CliException(
          "no trust in the certificate of "
              + base
              + ": "
              + e.getMessage()
              + ". Name the authority that signed it with --ca-cert");
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

  @Override
  public void close() {
    client.shutdownNow();
  }
}
