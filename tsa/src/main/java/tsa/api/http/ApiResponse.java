package tsa.api.http;

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
public record ApiResponse(
    int status,
    @Nullable String mediaType,
    Map<String, String> headers,
    String body,
    @Nullable StreamedBody stream) {
  private static final String JSON = "application/json";
  private static final String HTML = "text/html; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** With all of its body. */
  public ApiResponse(
      int status, @Nullable String mediaType, Map<String, String> headers, String body) {
    this(status, mediaType, headers, body, null);
  }

  /** Writes a body for as long as it likes. */
  @FunctionalInterface
  public interface StreamedBody {
    /**
     * Writes it.
     *
     * @throws IOException if the client is gone, or does not read
     * @throws InterruptedException if this service is stopping
     */
    void writeTo(BodySink sink) throws IOException, InterruptedException;
  }

  /** Where a body goes. */
  @FunctionalInterface
  public interface BodySink {
    /**
     * Sends a piece, and waits until it is on its way.
     *
     * @throws IOException if the client is gone, or has not read for too long
     */
    void send(String piece) throws IOException;
  }

  /** 200 with nothing. */
  public static ApiResponse empty() {
    return new ApiResponse(200, null, Map.of(), "");
  }

  /** 200 with a record. */
  public static ApiResponse json(Object value) {
    return json(200, JSON, value);
  }

  /** A record with another status and media type. */
  public static ApiResponse json(int status, String mediaType, Object value) {
    return new ApiResponse(status, mediaType, Map.of(), WireJson.compact(value));
  }

  /** A sentence. */
  public static ApiResponse text(int status, String text) {
    return new ApiResponse(status, TEXT, Map.of(), text);
  }

  /** A page, with headers that say what it may do. */
  public static ApiResponse html(int status, String page, Map<String, String> headers) {
    return new ApiResponse(status, HTML, headers, page);
  }

  /** 200 with a body that is written piece by piece. */
  public static ApiResponse streamed(String mediaType, StreamedBody stream) {
    return new ApiResponse(200, mediaType, Map.of(), "", stream);
  }

  /** The same with other headers. */
  public ApiResponse with(Map<String, String> others) {
    return new ApiResponse(status, mediaType, others, body, stream);
  }
}
