package tsa.lab.simulator;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tsa.lab.simulator.http.HttpEngine;
import tsa.lab.simulator.http.ServerHandler;
import tsa.lab.simulator.http.TcpListener;

/**
 * What the two servers of a simulated worker share: the ways to connect to them. Safe for use by
 * many threads.
 */
public abstract sealed class SimulatedServer implements AutoCloseable
    permits SimulatedGarden, SimulatedBaggageclaim {
  private static final Logger log = LoggerFactory.getLogger(SimulatedServer.class);
  private static final int MAX_CONNECTIONS = 1_024;

  private final HttpEngine engine;
  private final List<TcpListener> listeners = new CopyOnWriteArrayList<>();

  SimulatedServer(WorkerServer server, ServerHandler handler, Faults faults, InstantSource clock) {
    FaultyHandler faulty = new FaultyHandler(server, faults, handler);
    this.engine = new HttpEngine(server.id(), faulty, faulty, clock, MAX_CONNECTIONS);
  }

  /**
   * Serves one connection on a new virtual thread; returns at once.
   *
   * @param connection closed when the server is done with the connection, and on {@link #close()};
   *     closing it must end a read of {@code in} that is under way
   */
  public void attach(InputStream in, OutputStream out, Closeable connection) {
    engine.attach(in, out, connection);
  }

  /**
   * Also listens on a loopback port, until {@link #close()}.
   *
   * @param port 0 for any free one
   * @return where it listens
   * @throws IOException when the port cannot be had
   */
  public InetSocketAddress listen(int port) throws IOException {
    TcpListener listener = TcpListener.start(engine, port);
    listeners.add(listener);
    return listener.address();
  }

  /** Returns how many connections are open, held ones included. */
  public int connections() {
    return engine.connections();
  }

  /** Stops listening and ends every connection. */
  @Override
  public void close() {
    for (TcpListener listener : listeners) {
      try {
        listener.close();
      } catch (IOException e) {
        log.debug("closing a listener: {}", e.toString());
      }
    }
    engine.close();
  }
}
