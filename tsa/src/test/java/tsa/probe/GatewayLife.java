package tsa.probe;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import tsa.control.DelayMonitor;
import tsa.control.port.ResidueJournal;
import tsa.control.port.StoreException;
import tsa.control.port.Tunnel;
import tsa.worker.CheckHandle;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * One life of a gateway: a prober, its way to the store and its links to workers. Before a given
 * one of its reads, writes, dials and calls of the store, something happens. A life that is killed
 * does nothing any more: all its connections end, and none of its calls reaches anything, as after
 * {@code kill -9}.
 */
final class GatewayLife implements AutoCloseable {
  final TunnelProber prober;
  private final AtomicInteger until = new AtomicInteger(Integer.MAX_VALUE);
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile Runnable event = () -> {};
  private volatile boolean killed;

  GatewayLife(ResidueJournal journal) {
    this.prober =
        new TunnelProber(
            ProbeSettings.DEFAULT,
            new OwnJournal(journal),
            UUID.randomUUID(),
            System::nanoTime,
            new DelayMonitor(System::nanoTime));
  }

  /** Has something happen before that operation from now. */
  void at(int operation, Runnable what) {
    event = what;
    until.set(operation);
  }

  /** All has ended, at once. */
  void kill() {
    killed = true;
    links.forEach(Link::cut);
  }

  boolean isKilled() {
    return killed;
  }

  /** A link of this life to a worker. */
  Link linkTo(Tunnel worker) {
    Link link = new Link(worker);
    links.add(link);
    return link;
  }

  private void operation() throws IOException {
    if (until.decrementAndGet() == 0) {
      event.run();
    }
    if (killed) {
      throw new IOException("killed");
    }
  }

  @Override
  public void close() {
    prober.close();
  }

  /** A link, until it is cut. */
  final class Link implements Tunnel {
    private final Tunnel worker;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Link(Tunnel worker) {
      this.worker = worker;
    }

    void cut() {
      cut = true;
      open.forEach(Link::close);
    }

    private static void close(Connection connection) {
      try {
        connection.close();
      } catch (IOException e) {
        throw new AssertionError("a loopback socket did not close", e);
      }
    }

    private void live() throws IOException {
      operation();
      if (cut) {
        throw new IOException("the link is cut");
      }
    }

    @Override
    public Connection dial(Server server, Duration limit) throws IOException {
      live();
      Connection connection = worker.dial(server, limit);
      open.add(connection);
      if (cut) {
        connection.close();
      }
      return new Watched(connection);
    }

    private final class Watched implements Connection {
      private final Connection inner;

      Watched(Connection inner) {
        this.inner = inner;
      }

      @Override
      public InputStream in() {
        return new FilterInputStream(inner.in()) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            live();
            return super.read(bytes, offset, length);
          }
        };
      }

      @Override
      public OutputStream out() {
        return new FilterOutputStream(inner.out()) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            live();
            out.write(bytes, offset, length);
          }
        };
      }

      @Override
      public void close() throws IOException {
        open.remove(inner);
        inner.close();
      }
    }
  }

  /** The journal, for as long as this life lasts. */
  private final class OwnJournal implements ResidueJournal {
    private final ResidueJournal journal;

    OwnJournal(ResidueJournal journal) {
      this.journal = journal;
    }

    private ResidueJournal live() {
      try {
        operation();
      } catch (IOException e) {
        throw new StoreException("the store was not reached", e);
      }
      return journal;
    }

    @Override
    public void journal(
        CheckHandle handle,
        WorkerName worker,
        Incarnation incarnation,
        UUID gateway,
        Duration destroyAfter) {
      live().journal(handle, worker, incarnation, gateway, destroyAfter);
    }

    @Override
    public void strike(CheckHandle handle) {
      live().strike(handle);
    }

    @Override
    public void tried(CheckHandle handle, String problem) {
      live().tried(handle, problem);
    }

    @Override
    public List<CheckHandle> overdue(WorkerName worker, int limit) {
      return live().overdue(worker, limit);
    }

    @Override
    public List<CheckHandle> inUse(WorkerName worker, int limit) {
      return live().inUse(worker, limit);
    }

    @Override
    public int size() {
      return live().size();
    }
  }
}
