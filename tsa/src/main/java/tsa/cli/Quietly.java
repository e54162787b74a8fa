package tsa.cli;

import java.io.Closeable;
import java.io.IOException;

/** Closes what was only read: that it cannot be closed changes nothing for anybody. */
final class Quietly {
  private Quietly() {}

  static void close(Closeable done) {
    try {
      done.close();
    } catch (IOException e) {
      // All that was wanted has been read, or the connection is gone anyway.
    }
  }
}
