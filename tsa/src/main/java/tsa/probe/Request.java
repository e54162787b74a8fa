package tsa.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tsa.control.Tunnel;

/**
 * One HTTP request; its connection is not used again.
 *
 * @param server whom it is for
 * @param method HTTP method
 * @param path absolute path; nothing in it needs escaping
 * @param body JSON; empty for none
 * @param version {@code HTTP/1.1}, or {@code HTTP/1.0} where Garden would announce a chunked answer
 *     and not send one (worker sheet §4.7)
 */
record Request(Tunnel.Server server, String method, String path, String body, String version) {
  private static final String HTTP_1_0 = "HTTP/1.0";
  private static final String HTTP_1_1 = "HTTP/1.1";

  /**
   * @throws IllegalArgumentException if the path could change the meaning of the request
   */
  Request {
    if (!path.startsWith("/") || !path.chars().allMatch(Request::isPathCharacter)) {
      throw new IllegalArgumentException("not a plain path: " + Detail.of(path));
    }
  }

  private static boolean isPathCharacter(int c) {
    return (c < 0x80 && Character.isLetterOrDigit(c)) || "/-_.".indexOf(c) >= 0;
  }

  static Request get(Tunnel.Server server, String path) {
    return new Request(server, "GET", path, "", HTTP_1_1);
  }

  static Request delete(Tunnel.Server server, String path) {
    return new Request(server, "DELETE", path, "", HTTP_1_1);
  }

  static Request post(Tunnel.Server server, String path, String body) {
    return new Request(server, "POST", path, body, HTTP_1_1);
  }

  static Request put(Tunnel.Server server, String path, String body) {
    return new Request(server, "PUT", path, body, HTTP_1_1);
  }

  /** This request, for an answer that ends with its connection. */
  Request asHttp10() {
    return new Request(server, method, path, body, HTTP_1_0);
  }

  /** Sends it, in one write, and does not end the stream: both ends of a tunnel would close it. */
  void writeTo(OutputStream out) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    StringBuilder head = new StringBuilder(method);
    head.append(' ').append(path).append(' ').append(version).append("\r\n");
    head.append("Host: worker\r\nAccept: application/json\r\nConnection: close\r\n");
    if (content.length > 0) {
      head.append("Content-Type: application/json\r\n");
      head.append("Content-Length: ").append(content.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[start.length + content.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(content, 0, whole, start.length, content.length);
    out.write(whole);
    out.flush();
  }
}
