package tsa.probe;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an HTTP answer: chunked, of a given length, or until the connection ends (RFC 9112
 * §6.3). Closing it does nothing: the connection is not its own. Not thread-safe.
 */
final class BodyStream extends InputStream {
  private static final int MAX_LINE = 256;
  private static final int MAX_TRAILERS = 32;
  private static final int MAX_SIZE_DIGITS = 8;
  private static final long UNTIL_CLOSED = Long.MAX_VALUE;

  private final InputStream in;
  private final boolean chunked;
  private final long maxBytes;
  private long seen;
  private long left;
  private boolean firstChunk = true;
  private boolean ended;

  BodyStream(InputStream in, ResponseHead head, long maxBytes) {
    this.in = in;
    this.chunked = head.chunked();
    this.maxBytes = maxBytes;
    this.left = chunked ? 0 : head.length() < 0 ? UNTIL_CLOSED : head.length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (left == 0 && !ended) {
      advance();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      return closed();
    }
    count(count);
    return count;
  }

  private void count(int count) throws BadAnswerException {
    seen += count;
    if (seen > maxBytes) {
      throw new BadAnswerException("an answer of more than " + maxBytes + " bytes");
    }
    if (left != UNTIL_CLOSED) {
      left -= count;
    }
  }

  private int closed() throws EOFException {
    if (left != UNTIL_CLOSED) {
      throw new EOFException("closed within the body, after " + seen + " bytes of it");
    }
    ended = true;
    return -1;
  }

  private void advance() throws IOException {
    if (!chunked) {
      ended = true;
      return;
    }
    if (!firstChunk && !line().isEmpty()) {
      throw new BadAnswerException("a chunk longer than it said");
    }
    firstChunk = false;
    left = size(line());
    if (left == 0) {
      skipTrailers();
      ended = true;
    }
  }

  private static long size(String line) throws BadAnswerException {
    int semicolon = line.indexOf(';');
    String digits = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
    boolean hex = digits.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    if (digits.isEmpty() || digits.length() > MAX_SIZE_DIGITS || !hex) {
      throw new BadAnswerException("not the size of a chunk: " + line);
    }
    return Long.parseLong(digits, 16);
  }

  private void skipTrailers() throws IOException {
    for (int i = 0; i < MAX_TRAILERS; i++) {
      if (line().isEmpty()) {
        return;
      }
    }
    throw new BadAnswerException("trailers without end");
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed between two chunks, after " + seen + " bytes of the body");
      }
      if (line.length() >= MAX_LINE) {
        throw new BadAnswerException("a line of more than " + MAX_LINE + " bytes between chunks");
      }
      line.append((char) c);
    }
    int end = line.length();
    return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
  }
}
