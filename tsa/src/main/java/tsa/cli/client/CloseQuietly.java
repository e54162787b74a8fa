package tsa.cli.client;

import java.io.Closeable;
import java.io.IOException;

/** Closes what was only read: that it cannot be closed changes nothing for anybody. */
final class CloseQuietly {
  private CloseQuietly() {}

  static void close(Closeable done) {
    try {
      done.close();
    } catch (IOException e) {
      // All that was wanted has been read, or the connection is gone anyway.
    }
  }
}
