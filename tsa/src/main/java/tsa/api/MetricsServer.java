package tsa.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tsa.api.http.ApiSettings;
import tsa.api.http.HttpListener;

/**
 * Metrics on a port of their own and without a token, as Concourse has them: for a Prometheus that
 * reaches an address nobody else does. Thread-safe.
 */
public final class MetricsServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 32;

  private final HttpListener listener;

  /**
   * Opens nothing yet.
   *
   * @param address where to listen; port 0 for any
   * @param metrics all of them as Prometheus reads them
   */
  public MetricsServer(InetSocketAddress address, Supplier<String> metrics) {
    listener =
        new HttpListener(
            "metrics",
            address,
            ApiSettings.HttpLimits.DEFAULT,
            MOST_CONNECTIONS,
            new Page(metrics));
  }

  private static final class Page extends Handler.Abstract {
    private final Supplier<String> metrics;

    Page(Supplier<String> metrics) {
      this.metrics = metrics;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      boolean asked =
          request.getMethod().equals("GET") && Request.getPathInContext(request).equals("/metrics");
      byte[] body = (asked ? metrics.get() : "GET /metrics is all there is\n").getBytes(UTF_8);
      response.setStatus(asked ? 200 : 404);
      response
          .getHeaders()
          .put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
      return true;
    }
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address cannot be listened on; with a sentence for the operator
   */
  public void start() throws IOException {
    listener.start();
  }

  /** The port it listens on, once started. */
  public int port() {
    return listener.port();
  }

  /** Stops listening. */
  @Override
  public void close() {
    listener.close();
  }
}
