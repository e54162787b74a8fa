package tsa.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import tsa.control.port.Tunnel;

/** A loopback TCP connection in the place of a channel. */
record SocketConnection(Socket socket, InputStream in, OutputStream out)
    implements Tunnel.Connection {
  static SocketConnection to(int port, Duration limit) throws IOException {
    return to(InetAddress.getLoopbackAddress().getHostAddress(), port, limit);
  }

  static SocketConnection to(String host, int port, Duration limit) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(host, port), (int) Math.max(1, limit.toMillis()));
    socket.setTcpNoDelay(true);
    return new SocketConnection(socket, socket.getInputStream(), socket.getOutputStream());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
