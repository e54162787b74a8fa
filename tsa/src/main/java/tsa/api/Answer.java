package tsa.api;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tsa.wire.WireJson;

/**
 * An answer.
 *
 * @param mediaType null if there is no body
 * @param headers beyond those that every answer has
 * @param body sent in UTF-8
 * @param stream writes the body instead, piece by piece; null if it is all there
 */
record Answer(
    int status,
    @Nullable String mediaType,
    Map<String, String> headers,
    String body,
    @Nullable Stream stream) {
  private static final String JSON = "application/json";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** With all of its body. */
  Answer(int status, @Nullable String mediaType, Map<String, String> headers, String body) {
    this(status, mediaType, headers, body, null);
  }

  /** Writes a body for as long as it likes. */
  @FunctionalInterface
  interface Stream {
    /**
     * Writes it.
     *
     * @throws IOException if the client is gone, or does not read
     * @throws InterruptedException if this service is stopping
     */
    void writeTo(Sink sink) throws IOException, InterruptedException;
  }

  /** Where a body goes. */
  @FunctionalInterface
  interface Sink {
    /**
     * Sends a piece, and waits until it is on its way.
     *
     * @throws IOException if the client is gone, or has not read for too long
     */
    void send(String piece) throws IOException;
  }

  /** 200 with nothing. */
  static Answer empty() {
    return new Answer(200, null, Map.of(), "");
  }

  /** 200 with a record. */
  static Answer json(Object value) {
    return json(200, JSON, value);
  }

  /** A record with another status and media type. */
  static Answer json(int status, String mediaType, Object value) {
    return new Answer(status, mediaType, Map.of(), WireJson.compact(value));
  }

  /** A sentence. */
  static Answer text(int status, String text) {
    return new Answer(status, TEXT, Map.of(), text);
  }

  /** A page, with headers that say what it may do. */
  static Answer html(int status, String page, Map<String, String> headers) {
    return new Answer(status, HTML, headers, page);
  }

  /** 200 with a body that is written piece by piece. */
  static Answer streamed(String mediaType, Stream stream) {
    return new Answer(200, mediaType, Map.of(), "", stream);
  }

  /** The same with other headers. */
  Answer with(Map<String, String> others) {
    return new Answer(status, mediaType, others, body, stream);
  }
}
