package tsa.gateway.forward;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.control.port.TrafficFailure;
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
      ForwardedTraffic traffic = new ForwardedTraffic(forward);
      Thread back =
          Thread.ofVirtual()
              .name("forward-" + port() + "-in")
              .start(() -> toSocket(traffic, worker, socket));
      toWorker(traffic, socket, worker);
      back.join();
    } catch (ChannelRefusedException e) {
      forward.failed(TrafficFailure.REFUSED);
      log.debug("forward on port {}: {}", port(), e.toString());
    } catch (IOException e) {
      log.debug("forward on port {}: {}", port(), e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void toWorker(ForwardedTraffic traffic, Socket socket, Tunnel.Connection worker) {
    try {
      traffic.toWorker(socket.getInputStream(), worker.out());
      worker.out().close();
    } catch (IOException e) {
      end(socket, worker, e);
    }
  }

  private void toSocket(ForwardedTraffic traffic, Tunnel.Connection worker, Socket socket) {
    try {
      traffic.fromWorker(worker.in(), socket.getOutputStream());
      socket.shutdownOutput();
    } catch (IOException e) {
      end(socket, worker, e);
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
