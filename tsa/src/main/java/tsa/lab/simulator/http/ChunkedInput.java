package tsa.lab.simulator.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A request body in chunks; extensions and trailers are read and dropped. */
final class ChunkedInput extends InputStream {
  private static final int MAX_LINE = 4096;

  private final InputStream in;
  private long left;
  private boolean begun;
  private boolean ended;

  ChunkedInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0 && !ended) {
      nextChunk();
    }
    if (ended) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("unexpected EOF");
    }
    left -= count;
    return count;
  }

  private void nextChunk() throws IOException {
    if (begun && !line().isEmpty()) {
      throw new BadRequestException(400, "malformed chunked encoding");
    }
    begun = true;
    String size = line();
    int extension = size.indexOf(';');
    try {
      left = Long.parseUnsignedLong(extension < 0 ? size : size.substring(0, extension), 16);
    } catch (NumberFormatException e) {
      throw new BadRequestException(400, "invalid byte in chunk length");
    }
    if (left < 0) {
      throw new BadRequestException(400, "http chunk length too large");
    }
    ended = left == 0;
    if (ended) {
      skipTrailers();
    }
  }

  private void skipTrailers() throws IOException {
    for (int lines = 0; !line().isEmpty(); lines++) {
      if (lines == 100) {
        throw new BadRequestException(400, "too many trailers");
      }
    }
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("unexpected EOF");
      }
      if (line.length() == MAX_LINE) {
        throw new BadRequestException(400, "header line too long");
      }
      line.append((char) b);
    }
    return line.toString().strip();
  }
}
