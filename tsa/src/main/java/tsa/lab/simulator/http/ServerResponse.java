package tsa.lab.simulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One answer. Immutable, apart from whatever a streaming body does.
 *
 * @param status HTTP status code
 * @param headers without those of the framing and {@code Date}, which the engine adds
 * @param body what follows the head
 */
public record ServerResponse(int status, Map<String, String> headers, Body body) {

  /** Copies the headers. */
  public ServerResponse {
    headers = Map.copyOf(headers);
  }

  /** What follows the head of a response. */
  public sealed interface Body {}

  /**
   * Content known beforehand. Up to 2 KB it is sent with its length, above that in chunks, as Go
   * does (docs/protocol/worker-apis.md#http-of-both-servers).
   */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere; copying each body would only cost
  public record Bytes(byte[] content) implements Body {}

  /**
   * Content written while it is sent. With a length that length is announced, whatever is then
   * written; without one it goes in chunks.
   */
  public record Streamed(OptionalLong length, Writer writer) implements Body {}

  /**
   * The connection is handed over after the head: raw bytes both ways, then the end. To an HTTP/1.1
   * client the head falsely says {@code Transfer-Encoding: chunked}
   * (docs/protocol/worker-apis.md#running-a-process).
   */
  public record Hijacked(Takeover takeover) implements Body {}

  /** Writes a body. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all of the body; an exception ends the connection. */
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /** Owns a connection once the head has been sent. */
  @FunctionalInterface
  public interface Takeover {
    /** Uses both directions as it likes; the connection closes when it returns or throws. */
    void run(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  /** An answer without body, for 204 and for Go handlers that only write a status. */
  public static ServerResponse empty(int status) {
    return new ServerResponse(status, Map.of(), new Bytes(new byte[0]));
  }

  /** An answer of a known content. */
  public static ServerResponse of(int status, String contentType, byte[] content) {
    return new ServerResponse(status, Map.of("Content-Type", contentType), new Bytes(content));
  }

  /** What Go's {@code http.Error} sends: plain text and a newline. */
  public static ServerResponse plainError(int status, String text) {
    return of(status, "text/plain; charset=utf-8", (text + "\n").getBytes(StandardCharsets.UTF_8))
        .with("X-Content-Type-Options", "nosniff");
  }

  /** Returns a copy with one more header. */
  public ServerResponse with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ServerResponse(status, more, body);
  }

  /** Returns a copy with another body. */
  public ServerResponse withBody(Body other) {
    return new ServerResponse(status, headers, other);
  }
}
