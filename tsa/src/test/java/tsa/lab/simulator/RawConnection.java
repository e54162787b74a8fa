package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tsa.testing.Patience;

/**
 * A deliberately plain HTTP client: one connection per call, bytes as they are. Library clients
 * hide just what these tests are about.
 */
record RawConnection(InetSocketAddress address) {
  private static final int LIMIT_MILLIS = Patience.LIMIT_MILLIS;
  private static final int SILENCE_MILLIS = 150;

  /** One answer; the body is decoded if it came in chunks. */
  record RawAnswer(int status, Map<String, String> headers, String body) {
    JsonNode json() {
      try {
        return GoJson.decode(body.getBytes(StandardCharsets.UTF_8));
      } catch (GoJsonException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }

    String header(String name) {
      return headers.getOrDefault(name, "");
    }

    /** Garden's error message. */
    String message() {
      return json().path("Message").asString("");
    }

    RawAnswer assertStatus(int expected) {
      assertThat(status).as("status of an answer with body <%s>", body).isEqualTo(expected);
      return this;
    }
  }

  RawAnswer get(String path) {
    return call("GET", path, "");
  }

  RawAnswer delete(String path) {
    return call("DELETE", path, "");
  }

  RawAnswer put(String path, String body) {
    return call("PUT", path, body);
  }

  RawAnswer post(String path, String body) {
    return call("POST", path, body);
  }

  RawAnswer call(String method, String path, String body, String... headers) {
    return call(method, path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  RawAnswer call(String method, String path, byte[] body, String... headers) {
    try (Socket socket = send(method, path, body, headers)) {
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": " + e, e);
    }
  }

  /** Sends a request and leaves the connection to the caller. */
  Socket send(String method, String path, byte[] body, String... headers) throws IOException {
    Socket socket = open();
    StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\n".formatted(method, path));
    head.append("Host: worker\r\nConnection: close\r\n");
    if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    byte[] bytes = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(bytes);
    all.write(body);
    socket.getOutputStream().write(all.toByteArray());
    return socket;
  }

  /** Opens a connection; the caller closes it. */
  Socket open() throws IOException {
    Socket socket = new Socket();
    socket.connect(address, LIMIT_MILLIS);
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  /** Asserts that nothing comes for a moment; the connection stays usable. */
  static void assertSilent(Socket socket) throws IOException {
    socket.setSoTimeout(SILENCE_MILLIS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(LIMIT_MILLIS);
  }

  /** Sends bytes as they are and returns everything that comes back until the end. */
  String raw(String request) throws IOException {
    try (Socket socket = open()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Reads one answer: by length, by chunks, or to the end. */
  static RawAnswer read(InputStream in) throws IOException {
    String[] status = line(in).split(" ", 3);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(": ?", 2);
      headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1]);
    }
    byte[] body;
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      body = chunks(in);
    } else if (headers.containsKey("content-length")) {
      body = exactly(in, Integer.parseInt(headers.get("content-length")));
    } else {
      boolean none = status[1].equals("204");
      body = none ? new byte[0] : in.readAllBytes();
    }
    return new RawAnswer(
        Integer.parseInt(status[1]), headers, new String(body, StandardCharsets.UTF_8));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(exactly(in, size));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("body ended after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }

  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new IOException("connection ended after <" + line + ">");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
