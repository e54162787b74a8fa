package tsa.lab.simulator;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The most bytes a stream-in may bring.
 *
 * @param bytes 0 for no limit
 */
record StreamLimit(long bytes) {
  private static final long MIB = 1 << 20;

  /** More came than allowed. */
  static final class ExceededException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String text;

    ExceededException(String text) {
      super(text);
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /**
   * Reads the query parameter: megabytes, fractions allowed, empty for none.
   *
   * @throws NumberFormatException when it is no such number
   */
  static StreamLimit parse(String megabytes) {
    double limit = megabytes.isEmpty() ? 0 : Double.parseDouble(megabytes);
    if (!(limit >= 0)) {
      throw new NumberFormatException(megabytes);
    }
    return new StreamLimit((long) (limit * MIB));
  }

  InputStream on(InputStream in) {
    return bytes == 0 ? in : new Limited(in);
  }

  private final class Limited extends FilterInputStream {
    private long left = bytes;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int read) throws ExceededException {
      left -= read;
      if (left < 0) {
        String amount = bytes < MIB ? bytes + "B" : bytes / MIB + "MB";
        throw new ExceededException("exit status 2: exceeded volume streaming limit of " + amount);
      }
    }
  }
}
