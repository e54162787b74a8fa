package tsa.lab.simulator.http;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves connections that are handed over as a pair of streams, one thread each. Safe for use by
 * many threads.
 *
 * <p>There are no idle, read or write time limits, as in the servers it stands for
 * (docs/protocol/worker-apis.md#http-of-both-servers); what bounds it is the number of connections
 * and {@link #close()}.
 */
public final class HttpEngine implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpEngine.class);

  /** What Go's server reads of an unread request body before it gives up on the connection. */
  private static final int MAX_DRAIN = 256 * 1024;

  private static final int BUFFER = 4096;

  private final String name;
  private final ServerHandler handler;
  private final ConnectionGate gate;
  private final InstantSource clock;
  private final Semaphore places;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Makes an engine; it owns no thread until a connection comes.
   *
   * @param name for thread names and the log
   * @param maxConnections connections served at once; further ones are closed without a byte
   */
  public HttpEngine(
      String name,
      ServerHandler handler,
      ConnectionGate gate,
      InstantSource clock,
      int maxConnections) {
    this.name = name;
    this.handler = handler;
    this.gate = gate;
    this.clock = clock;
    this.places = new Semaphore(maxConnections);
  }

  /**
   * Serves one connection on a new virtual thread and closes it at its end.
   *
   * @param connection closes both directions when closed; called from another thread on {@link
   *     #close()}
   */
  public void attach(InputStream in, OutputStream out, Closeable connection) {
    Thread.ofVirtual().name(name + "-connection").start(() -> serve(in, out, connection));
  }

  /**
   * Serves one connection on the calling thread until either side ends it, then closes it. Never
   * throws for what a client or a handler does.
   *
   * @param connection closes both directions when closed; called from another thread on {@link
   *     #close()}
   */
  public void serve(InputStream in, OutputStream out, Closeable connection) {
    boolean placed = places.tryAcquire();
    open.add(connection);
    try (connection) {
      if (placed && !closed && gate.onConnect()) {
        converse(new BufferedInputStream(in, BUFFER), new BufferedOutputStream(out, BUFFER));
      }
    } catch (IOException ended) {
      log.trace("{}: connection ended: {}", name, ended.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException defect) {
      // Like a Go server after a panic: this connection dies, the server lives.
      log.warn("{}: handler failed", name, defect);
    } finally {
      open.remove(connection);
      if (placed) {
        places.release();
      }
    }
  }

  private void converse(InputStream in, OutputStream out) throws IOException, InterruptedException {
    RequestReader reader = new RequestReader(in);
    ResponseWriter writer = new ResponseWriter(in, out, clock);
    try {
      boolean more = true;
      while (more && !closed) {
        ServerRequest request = reader.next();
        more = request != null && gate.onRequest() && answer(request, writer);
      }
    } catch (BadRequestException problem) {
      writer.refuse(problem);
    }
  }

  private boolean answer(ServerRequest request, ResponseWriter writer)
      throws IOException, InterruptedException {
    if (request.header("expect").equalsIgnoreCase("100-continue")) {
      writer.goOn();
    }
    ServerResponse response = handler.handle(request);
    boolean keepAlive = wantsMore(request) && !response.headers().containsKey("Connection");
    return writer.write(request, response, keepAlive) && drained(request.body());
  }

  private static boolean wantsMore(ServerRequest request) {
    String connection = request.header("connection");
    return request.http10()
        ? connection.equalsIgnoreCase("keep-alive")
        : !connection.equalsIgnoreCase("close");
  }

  private static boolean drained(InputStream body) throws IOException {
    return body.skip(MAX_DRAIN) < MAX_DRAIN || body.read() < 0;
  }

  /** Returns the number of connections being served. */
  public int connections() {
    return open.size();
  }

  /** Ends every connection; handlers at work end when they next touch their streams. */
  @Override
  public void close() {
    closed = true;
    for (Closeable connection : open) {
      try {
        connection.close();
      } catch (IOException e) {
        log.debug("{}: closing a connection: {}", name, e.toString());
      }
    }
  }
}
