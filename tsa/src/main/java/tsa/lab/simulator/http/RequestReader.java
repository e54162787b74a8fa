package tsa.lab.simulator.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the requests of one connection. Everything a client can make long has a bound. Used by one
 * thread.
 */
final class RequestReader {
  private static final int MAX_HEAD = 64 * 1024;
  private static final int MAX_HEADERS = 100;

  private final InputStream in;

  RequestReader(InputStream in) {
    this.in = in;
  }

  /**
   * Waits for the next request.
   *
   * @return null when the client closed the connection between two requests
   * @throws BadRequestException when the bytes are not HTTP
   */
  @Nullable ServerRequest next() throws IOException {
    HeadReader head = new HeadReader();
    String line = head.line();
    if (line == null) {
      return null;
    }
    String[] parts = line.split(" ");
    if (parts.length != 3 || !parts[1].startsWith("/")) {
      throw new BadRequestException(400, "malformed HTTP request");
    }
    boolean http10 = parts[2].equals("HTTP/1.0");
    if (!http10 && !parts[2].equals("HTTP/1.1")) {
      throw new BadRequestException(505, "unsupported protocol version");
    }
    Map<String, String> headers = headers(head);
    if (!http10 && !headers.containsKey("host")) {
      throw new BadRequestException(400, "missing required Host header");
    }
    int mark = parts[1].indexOf('?');
    String path = mark < 0 ? parts[1] : parts[1].substring(0, mark);
    String query = mark < 0 ? "" : parts[1].substring(mark + 1);
    return new ServerRequest(parts[0], path, query, http10, headers, Map.of(), body(headers));
  }

  private static Map<String, String> headers(HeadReader head) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    while (true) {
      String line = head.line();
      if (line == null) {
        throw new EOFException("connection closed inside the head of a request");
      }
      if (line.isEmpty()) {
        return headers;
      }
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new BadRequestException(400, "malformed MIME header");
      }
      if (headers.size() == MAX_HEADERS) {
        throw new BadRequestException(431, "too many headers");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.putIfAbsent(name, line.substring(colon + 1).strip());
    }
  }

  private InputStream body(Map<String, String> headers) throws IOException {
    String encoding = headers.get("transfer-encoding");
    if (encoding != null) {
      if (!encoding.equalsIgnoreCase("chunked")) {
        throw new BadRequestException(501, "unsupported transfer encoding");
      }
      return new ChunkedInput(in);
    }
    String length = headers.get("content-length");
    if (length == null) {
      return new ByteArrayInputStream(new byte[0]);
    }
    try {
      return new FixedInput(in, Long.parseUnsignedLong(length));
    } catch (NumberFormatException e) {
      throw new BadRequestException(400, "bad Content-Length");
    }
  }

  /** Reads lines and counts what they cost. */
  private final class HeadReader {
    private int left = MAX_HEAD;

    /** Returns one line without its end, or null at the end of the stream before any byte. */
    @Nullable String line() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(80);
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          return endOfStream(bytes.size());
        }
        if (--left < 0) {
          throw new BadRequestException(431, "request head too large");
        }
        bytes.write(b);
      }
      String line = bytes.toString(StandardCharsets.UTF_8);
      return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private @Nullable String endOfStream(int read) throws IOException {
      if (read > 0) {
        throw new EOFException("connection closed inside a line");
      }
      return null;
    }
  }
}
