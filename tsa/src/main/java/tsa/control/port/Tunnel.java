package tsa.control.port;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Port: the way to the two servers of a worker, through one registration. Implemented by the
 * gateway, used by probes. Thread-safe.
 */
public interface Tunnel {
  /** The servers of a worker. */
  enum Server {
    GARDEN,
    BAGGAGECLAIM
  }

  /**
   * A connection to a server. Reads and writes block; closing it from another thread ends them.
   * Writes must be flushed.
   */
  interface Connection extends Closeable {
    /** What the server sends. */
    InputStream in();

    /** What is sent to the server. */
    OutputStream out();
  }

  /**
   * Opens a connection.
   *
   * @param limit how long that may take
   * @throws IOException if the session is gone, the worker refuses, or the limit passes
   */
  Connection dial(Server server, Duration limit) throws IOException;
}
