package tsa.gateway.forward;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.Tunnel;
import tsa.gateway.protocol.HostPort;

/**
 * The TCP port of a forward. Copies bytes both ways and hands on the end of each direction by
 * itself. One virtual thread for itself, two for each connection.
 */
final class ForwardListener implements Closeable {
  private static final Logger log = LoggerFactory.getLogger(ForwardListener.class);
  private static final Duration DIAL_LIMIT = Duration.ofSeconds(30);
  private static final Duration ACCEPT_PAUSE = Duration.ofMillis(100);
  private static final int BACKLOG = 128;
  private static final int BUFFER = 32 << 10;

  private final ServerSocket server;
  private final Forward forward;

  private ForwardListener(ServerSocket server, Forward forward) {
    this.server = server;
    this.forward = forward;
  }

  /**
   * Binds a free port on that address.
   *
   * @throws IOException if there is none
   */
  static ForwardListener bind(String ip, Forward forward) throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(InetAddress.getByName(ip), 0), BACKLOG);
      return new ForwardListener(server, forward);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  int port() {
    return server.getLocalPort();
  }

  void start() {
    Thread.ofVirtual().name("forward-" + port()).start(this::accept);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().name("forward-" + port() + "-out").start(() -> serve(socket));
      } catch (IOException e) {
        log.debug("forward on port {}: {}", port(), e.toString());
        // Without a file descriptor to spare, the waiting connection fails again at once.
        LockSupport.parkNanos(ACCEPT_PAUSE.toNanos());
      }
    }
  }

  private void serve(Socket socket) {
    HostPort from = new HostPort(socket.getInetAddress().getHostAddress(), socket.getPort());
    try (socket;
        Tunnel.Connection worker = forward.dialForOthers(from, DIAL_LIMIT)) {
      socket.setTcpNoDelay(true);
      Thread back =
          Thread.ofVirtual()
              .name("forward-" + port() + "-in")
              .start(() -> toSocket(worker, socket));
      toWorker(socket, worker);
      back.join();
    } catch (IOException e) {
      log.debug("forward on port {}: {}", port(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void toWorker(Socket socket, Tunnel.Connection worker) {
    try {
      copy(socket.getInputStream(), worker.out());
      worker.out().close();
    } catch (IOException e) {
      end(socket, worker, e);
    }
  }

  private void toSocket(Tunnel.Connection worker, Socket socket) {
    try {
      copy(worker.in(), socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException e) {
      end(socket, worker, e);
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] buffer = new byte[BUFFER];
    int count = from.read(buffer);
    while (count >= 0) {
      to.write(buffer, 0, count);
      // The library keeps a packet back until it is full, which a waiting peer never fills.
      to.flush();
      count = from.read(buffer);
    }
  }

  /** One direction broke: the other has nothing left to do. */
  private void end(Socket socket, Tunnel.Connection worker, IOException problem) {
    log.debug("forward on port {}: {}", port(), problem.toString());
    try (socket) {
      worker.close();
    } catch (IOException e) {
      log.debug("forward on port {}: {}", port(), e.toString());
    }
  }

  /** Takes no connection any more; those that are open go on. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      log.debug("forward on port {}: {}", port(), e.toString());
    }
  }
}
