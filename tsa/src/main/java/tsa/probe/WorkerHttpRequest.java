package tsa.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tsa.control.port.Tunnel;

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
record WorkerHttpRequest(
    Tunnel.Server server, String method, String path, RequestBody content, String version) {

  /**
   * What a request brings.
   *
   * @param header the header that says what it is
   * @param bytes none for a request without a body
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared; lives as long as one call
  record RequestBody(String header, byte[] bytes) {
    private static final RequestBody NONE = new RequestBody("", new byte[0]);

    static RequestBody json(String body) {
      return new RequestBody(
          "Content-Type: application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Baggageclaim refuses a stream whose encoding is not named
     * (docs/protocol/worker-apis.md#routes-of-baggageclaim).
     */
    static RequestBody tar(byte[] archive) {
      return new RequestBody("Content-Encoding: raw", archive);
    }
  }

  private static final Pattern PLAIN = Pattern.compile("/[A-Za-z0-9/._-]*(\\?[a-z]+=[a-z.]*)?");
  private static final String HTTP_1_0 = "HTTP/1.0";
  private static final String HTTP_1_1 = "HTTP/1.1";

  /**
   * @throws IllegalArgumentException if the path could change the meaning of the request
   */
  WorkerHttpRequest {
    if (!PLAIN.matcher(path).matches()) {
      throw new IllegalArgumentException("not a plain path: " + DetailText.of(path));
    }
  }

  static WorkerHttpRequest get(Tunnel.Server server, String path) {
    return new WorkerHttpRequest(server, "GET", path, RequestBody.NONE, HTTP_1_1);
  }

  static WorkerHttpRequest delete(Tunnel.Server server, String path) {
    return new WorkerHttpRequest(server, "DELETE", path, RequestBody.NONE, HTTP_1_1);
  }

  static WorkerHttpRequest post(Tunnel.Server server, String path, String body) {
    return new WorkerHttpRequest(server, "POST", path, RequestBody.json(body), HTTP_1_1);
  }

  static WorkerHttpRequest put(Tunnel.Server server, String path, RequestBody content) {
    return new WorkerHttpRequest(server, "PUT", path, content, HTTP_1_1);
  }

  /** This request, for an answer that ends with its connection. */
  WorkerHttpRequest asHttp10() {
    return new WorkerHttpRequest(server, method, path, content, HTTP_1_0);
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
