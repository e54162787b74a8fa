package tsa.lab.simulator;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A stream that gives no more than is allowed at a time, and that remembers its own failure, so
 * that it is told from what a reader makes of the bytes. Used by one thread.
 */
final class BoundedInput extends FilterInputStream {
  private long allowed = Long.MAX_VALUE;
  private @Nullable IOException failure;

  BoundedInput(InputStream in) {
    super(in);
  }

  /** From now on so many bytes. */
  void allow(long bytes) {
    allowed = bytes;
  }

  /** Throws what the stream behind this one has thrown, if anything. */
  void rethrowFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length > 0 && allowed <= 0) {
      throw new IOException("more than is allowed");
    }
    try {
      int count = in.read(bytes, offset, (int) Math.min(length, allowed));
      allowed -= Math.max(0, count);
      return count;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** By reading, so that every byte is counted. */
  @Override
  public long skip(long count) throws IOException {
    return count <= 0 ? 0 : Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
