package tsa.lab.simulator.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * Hands the connections of a loopback TCP port to an engine, for tests and curl; through a tunnel
 * no port is needed. Safe for use by many threads.
 */
public final class TcpListener implements AutoCloseable {
  private static final int BACKLOG = 128;
  private static final int MAX_FAILURES = 100;

  private final ServerSocket server;

  private TcpListener(ServerSocket server) {
    this.server = server;
  }

  /**
   * Starts to listen on 127.0.0.1.
   *
   * @param port 0 for any free one
   * @throws IOException when the port cannot be had
   */
  public static TcpListener start(HttpEngine engine, int port) throws IOException {
    ServerSocket server =
        new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Thread.ofVirtual().name("simulator-accept").start(() -> accept(server, engine));
    return new TcpListener(server);
  }

  private static void accept(ServerSocket server, HttpEngine engine) {
    int failures = 0;
    while (!server.isClosed() && failures < MAX_FAILURES) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        engine.attach(socket.getInputStream(), socket.getOutputStream(), socket);
        failures = 0;
      } catch (IOException e) {
        // Either close() ended the wait, or this one connection died at birth. The count keeps a
        // lasting failure, such as no file descriptors left, from becoming a busy loop.
        failures++;
      }
    }
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
