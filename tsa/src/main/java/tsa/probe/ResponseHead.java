package tsa.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of an HTTP answer, as far as it matters here (RFC 9112 §4 to §6). Redirects are answers
 * like any other: nothing is followed.
 *
 * @param status HTTP status, 200 to 999
 * @param length bytes of the body; -1 if it is not said
 * @param chunked whether the body comes in chunks
 */
record ResponseHead(int status, long length, boolean chunked) {
  /** Most bytes of a head, interim ones included. */
  static final int MAX_BYTES = 16 * 1024;

  /** Most lines of a head, interim ones included. */
  static final int MAX_LINES = 128;

  private static final int MAX_INTERIM = 4;
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-9]\\d\\d)(?: .*)?");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  /**
   * Reads a head.
   *
   * @throws EOFException if the stream ends before the end of the head
   * @throws BadAnswerException if it is not the head of an HTTP/1 answer
   */
  static ResponseHead read(InputStream in) throws IOException {
    Lines lines = new Lines(in);
    for (int i = 0; i < MAX_INTERIM; i++) {
      int status = status(lines.next());
      ResponseHead head = fields(status, lines);
      if (status >= 200) {
        return head;
      }
    }
    throw new BadAnswerException("interim answers without end");
  }

  private static int status(String line) throws BadAnswerException {
    Matcher matcher = STATUS.matcher(line);
    if (!matcher.matches()) {
      throw new BadAnswerException("not HTTP: " + line);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static ResponseHead fields(int status, Lines lines) throws IOException {
    long length = -1;
    boolean chunked = false;
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      int colon = line.indexOf(':');
      if (colon < 1) {
        throw new BadAnswerException("not a header field: " + line);
      }
      String value = line.substring(colon + 1).strip();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = length(value, length);
        case "transfer-encoding" -> chunked = chunked(value);
        default -> {}
      }
    }
    if (chunked && length >= 0) {
      throw new BadAnswerException("an answer both chunked and of a given length");
    }
    return new ResponseHead(status, status == 204 || status == 304 ? 0 : length, chunked);
  }

  private static long length(String value, long before) throws BadAnswerException {
    if (!LENGTH.matcher(value).matches() || (before >= 0 && before != Long.parseLong(value))) {
      throw new BadAnswerException("content length " + value);
    }
    return Long.parseLong(value);
  }

  private static boolean chunked(String value) throws BadAnswerException {
    if (!value.equalsIgnoreCase("chunked")) {
      throw new BadAnswerException("transfer encoding " + value);
    }
    return true;
  }

  /** The lines of a head, within its limits. */
  private static final class Lines {
    private final InputStream in;
    private int bytes;
    private int lines;

    Lines(InputStream in) {
      this.in = in;
    }

    String next() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          throw new EOFException(bytes == 0 ? "closed without a byte" : "closed within the head");
        }
        if (++bytes > MAX_BYTES) {
          throw new BadAnswerException("a head of more than " + MAX_BYTES + " bytes");
        }
        line.append((char) c);
      }
      bytes++;
      if (++lines > MAX_LINES) {
        throw new BadAnswerException("a head of more than " + MAX_LINES + " lines");
      }
      int end = line.length();
      return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }
  }

  /** The body, whole. */
  WorkerHttpReply reply(InputStream in, int maxBytes) throws IOException {
    return new WorkerHttpReply(status, body(in, maxBytes).readAllBytes());
  }

  /**
   * The body as it comes.
   *
   * @param maxBytes a longer one ends in a {@link BadAnswerException}
   */
  InputStream body(InputStream in, long maxBytes) {
    return new BodyStream(in, this, maxBytes);
  }
}
