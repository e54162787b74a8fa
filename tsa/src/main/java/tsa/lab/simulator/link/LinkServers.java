package tsa.lab.simulator.link;

import java.io.Closeable;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The two servers behind the tunnel. Both methods return at once, and close the connection when
 * they are done with it. Implementations are thread-safe.
 */
public interface LinkServers {
  /** A connection to the container server. Closing it from any thread ends its streams. */
  void garden(InputStream in, OutputStream out, Closeable connection);

  /** A connection to the volume server. */
  void baggageclaim(InputStream in, OutputStream out, Closeable connection);
}
