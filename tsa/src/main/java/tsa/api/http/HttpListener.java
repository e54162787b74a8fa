package tsa.api.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.LoggerFactory;

/** An HTTP server on one address, with the limits that every caller has. Thread-safe. */
public final class HttpListener implements AutoCloseable {
  private static final int THREADS = 16;

  private final String purpose;
  private final Server server;
  private final ServerConnector connector;

  /**
   * Opens nothing yet.
   *
   * @param purpose a word for the operator
   * @param address where to listen; port 0 for any
   * @param connections at a time; more wait in the operating system's queue
   */
  public HttpListener(
      String purpose,
      InetSocketAddress address,
      ApiSettings.HttpLimits limits,
      int connections,
      Handler handler) {
    this.purpose = purpose;
    this.server = new Server(threads());
    this.connector = new ServerConnector(server, 1, 1, http(limits));
    connector.setHost(address.getHostString());
    connector.setPort(address.getPort());
    connector.setIdleTimeout(limits.idle().toMillis());
    connector.addBean(new SlowlorisGuard(connector.getScheduler(), limits.idle()));
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(connections, connector));
    server.setHandler(handler);
  }

  /** Handlers block on virtual threads; the pool itself only selects and accepts. */
  private static QueuedThreadPool threads() {
    QueuedThreadPool pool = new QueuedThreadPool(THREADS);
    pool.setName("api");
    pool.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory()));
    return pool;
  }

  private static HttpConnectionFactory http(ApiSettings.HttpLimits limits) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.maxHeaders());
    // Names are decoded by our own rule, so that Jetty has no reason to refuse odd ones first.
    http.setUriCompliance(UriCompliance.UNSAFE);
    return new HttpConnectionFactory(http);
  }

  /** The server itself, for what is not the same for all. */
  public Server server() {
    return server;
  }

  /**
   * Begins to listen.
   *
   * @throws IOException if the address cannot be listened on; with a sentence for the operator
   */
  public void start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException(
          "cannot listen on " + connector.getHost() + ":" + connector.getPort() + " for " + purpose,
          e);
    }
  }

  /** The port it listens on, once started. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      LoggerFactory.getLogger(HttpListener.class)
          .atWarn()
          .addKeyValue("purpose", purpose)
          .setCause(e)
          .log("an HTTP server did not stop in order");
    }
  }
}
