package tsa.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP as it stands on the wire: sends what it is given, reads what comes until the end. */
public final class RawHttp {
  private static final int LIMIT_MILLIS = Patience.LIMIT_MILLIS;
  private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");

  private RawHttp() {}

  /** Sends a request; the server must close the connection for the answer to end. */
  public static String exchange(int port, String request) {
    try (Socket socket = open(port)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request and reads as much of the answer as it announces. */
  public static String keepAlive(int port, String request) throws IOException {
    try (Socket socket = open(port)) {
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int c = socket.getInputStream().read();
        if (c < 0) {
          throw new EOFException("the answer ended within its headers: " + head);
        }
        head.append((char) c);
      }
      Matcher length = LENGTH.matcher(head);
      int announced = length.find() ? Integer.parseInt(length.group(1)) : 0;
      return head + new String(socket.getInputStream().readNBytes(announced), UTF_8);
    }
  }

  /** A connection whose reads end after a limit. */
  public static Socket open(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  /** A request without a body that closes the connection; further headers end with CR LF each. */
  public static String request(String method, String path, String headers) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nHost: tsa.test\r\nConnection: close\r\n"
        + headers
        + "\r\n";
  }

  /** The same with a body. */
  public static String request(String method, String path, String headers, String body) {
    return request(
            method, path, headers + "Content-Length: " + body.getBytes(UTF_8).length + "\r\n")
        + body;
  }

  /** The status of an answer. */
  public static int status(String answer) {
    return Integer.parseInt(answer.split(" ", 3)[1]);
  }

  /** The body of an answer. */
  public static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }
}
