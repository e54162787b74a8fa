package tsa.lab.simulator.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Writes the answers of one connection. Used by one thread. */
final class ResponseWriter {
  /**
   * Up to here Go's server counts the body itself, above it chunks
   * (docs/protocol/worker-apis.md#http-of-both-servers).
   */
  private static final int MAX_COUNTED = 2048;

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final InputStream in;
  private final OutputStream out;
  private final InstantSource clock;

  ResponseWriter(InputStream in, OutputStream out, InstantSource clock) {
    this.in = in;
    this.out = out;
    this.clock = clock;
  }

  /**
   * Sends {@code response}.
   *
   * @return whether the connection can carry another request
   */
  boolean write(ServerRequest request, ServerResponse response, boolean keepAlive)
      throws IOException, InterruptedException {
    Framing framing = Framing.of(request, response, keepAlive);
    writeHead(request, response, framing);
    if (response.body() instanceof ServerResponse.Hijacked(ServerResponse.Takeover takeover)) {
      out.flush();
      takeover.run(in, out);
      return false;
    }
    if (response.body() instanceof ServerResponse.Streamed) {
      out.flush(); // the head is not to wait for a body that takes its time
    }
    if (!request.method().equals("HEAD") && hasBody(response.status())) {
      writeBody(response.body(), framing);
    }
    out.flush();
    return framing.keepAlive();
  }

  /** Sends the answer to bytes that were no request. */
  void refuse(BadRequestException problem) throws IOException {
    String line = problem.status() + " " + StatusText.of(problem.status());
    String text =
        "HTTP/1.1 %s\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n%s: %s"
            .formatted(line, line, problem.getMessage());
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** Tells a client that asked first to go on and send its body. */
  void goOn() throws IOException {
    out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** How the end of the body is told. */
  private record Framing(OptionalLong length, boolean chunked, boolean keepAlive) {
    static Framing of(ServerRequest request, ServerResponse response, boolean keepAlive) {
      return switch (response.body()) {
        case ServerResponse.Hijacked _ ->
            new Framing(OptionalLong.empty(), !request.http10(), false);
        case ServerResponse.Bytes(byte[] content) when content.length <= MAX_COUNTED ->
            new Framing(OptionalLong.of(content.length), false, keepAlive);
        case ServerResponse.Streamed(OptionalLong length, ServerResponse.Writer _)
            when length.isPresent() ->
            new Framing(length, false, keepAlive);
        // HTTP/1.0 knows no chunks: there the end of the connection is the end of the body.
        case ServerResponse.Bytes _, ServerResponse.Streamed _ ->
            new Framing(OptionalLong.empty(), !request.http10(), keepAlive && !request.http10());
      };
    }
  }

  private void writeHead(ServerRequest request, ServerResponse response, Framing framing)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(response.headers());
    headers.put("Date", DATE.format(clock.instant()));
    if (framing.length().isPresent() && hasBody(response.status())) {
      headers.put("Content-Length", Long.toString(framing.length().getAsLong()));
    }
    if (framing.chunked()) {
      headers.put("Transfer-Encoding", "chunked");
    }
    boolean hijacked = response.body() instanceof ServerResponse.Hijacked;
    if (!framing.keepAlive() && !hijacked) {
      headers.put("Connection", "close");
    } else if (framing.keepAlive() && request.http10()) {
      headers.put("Connection", "keep-alive");
    }
    StringBuilder head = new StringBuilder(request.http10() ? "HTTP/1.0 " : "HTTP/1.1 ");
    head.append(response.status()).append(' ').append(StatusText.of(response.status()));
    headers.forEach((name, value) -> head.append("\r\n").append(name).append(": ").append(value));
    out.write(head.append("\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  private void writeBody(ServerResponse.Body body, Framing framing)
      throws IOException, InterruptedException {
    OutputStream target = framing.chunked() ? new ChunkedOutput(out) : out;
    if (body instanceof ServerResponse.Bytes(byte[] content)) {
      target.write(content);
    } else if (body
        instanceof ServerResponse.Streamed(OptionalLong _, ServerResponse.Writer writer)) {
      writer.write(target);
    }
    if (framing.chunked()) {
      out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static boolean hasBody(int status) {
    return status != 204 && status != 304;
  }

  /** Frames every write as one chunk. */
  private static final class ChunkedOutput extends FilterOutputStream {
    ChunkedOutput(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) throws IOException {
      if (length == 0) {
        return; // a chunk of no bytes would end the body
      }
      out.write((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.write(buffer, offset, length);
      out.write('\r');
      out.write('\n');
    }
  }
}
