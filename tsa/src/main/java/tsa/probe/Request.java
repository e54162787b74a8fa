package tsa.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tsa.control.Tunnel;

/**
 * One HTTP request; its connection is not used again.
 *
 * @param server whom it is for
 * @param method HTTP method
 * @param path absolute path, and perhaps a query; nothing in it needs escaping
 * @param content what it brings
 * @param version {@code HTTP/1.1}, or {@code HTTP/1.0} where Garden would announce a chunked answer
 *     and not send one (docs/protocol/worker-apis.md#running-a-process)
 */
record Request(Tunnel.Server server, String method, String path, Content content, String version) {

  /**
   * What a request brings.
   *
   * @param header the header that says what it is
   * @param bytes none for a request without a body
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; lives as long as one call
  record Content(String header, byte[] bytes) {
    private static final Content NONE = new Content("", new byte[0]);

    static Content json(String body) {
      return new Content("Content-Type: application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Baggageclaim refuses a stream whose encoding is not named
     * (docs/protocol/worker-apis.md#routes-of-baggageclaim).
     */
    static Content tar(byte[] archive) {
      return new Content("Content-Encoding: raw", archive);
    }
  }

  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9/._-]*(\\?[a-z]+=[a-z.]*)?");
  private static final String HTTP_1_0 = "HTTP/1.0";
  private static final String HTTP_1_1 = "HTTP/1.1";

  /**
   * @throws IllegalArgumentException if the path could change the meaning of the request
   */
  Request {
    if (!PLAIN.matcher(path).matches()) {
      throw new IllegalArgumentException("not a plain path: " + Detail.of(path));
    }
  }

  static Request get(Tunnel.Server server, String path) {
    return new Request(server, "GET", path, Content.NONE, HTTP_1_1);
  }

  static Request delete(Tunnel.Server server, String path) {
    return new Request(server, "DELETE", path, Content.NONE, HTTP_1_1);
  }

  static Request post(Tunnel.Server server, String path, String body) {
    return new Request(server, "POST", path, Content.json(body), HTTP_1_1);
  }

  static Request put(Tunnel.Server server, String path, Content content) {
    return new Request(server, "PUT", path, content, HTTP_1_1);
  }

  /** This request, for an answer that ends with its connection. */
  Request asHttp10() {
    return new Request(server, method, path, content, HTTP_1_0);
  }

  /** Sends it, in one write, and does not end the stream: both ends of a tunnel would close it. */
  void writeTo(OutputStream out) throws IOException {
    byte[] bytes = content.bytes();
    StringBuilder head = new StringBuilder(method);
    head.append(' ').append(path).append(' ').append(version).append("\r\n");
    head.append("Host: worker\r\nAccept: application/json\r\nConnection: close\r\n");
    if (bytes.length > 0) {
      head.append(content.header()).append("\r\n");
      head.append("Content-Length: ").append(bytes.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    byte[] whole = new byte[start.length + bytes.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(bytes, 0, whole, start.length, bytes.length);
    out.write(whole);
    out.flush();
  }
}
