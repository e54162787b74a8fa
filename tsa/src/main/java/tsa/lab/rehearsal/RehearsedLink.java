package tsa.lab.rehearsal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import tsa.control.port.Tunnel;
import tsa.control.port.WorkerLink;
import tsa.lifecycle.SessionEnd;
import tsa.worker.Address;

/** One registration of a rehearsed worker at a gateway. Not thread-safe. */
final class RehearsedLink implements WorkerLink {
  private final RehearsedWorker worker;
  private final RehearsedGateway gateway;
  private final int port;
  private final CompletableFuture<Gone> gone = new CompletableFuture<>();
  private final Way way = new Way(this);
  private boolean over;

  /** The tunnel of a link; nothing can be dialled, but it says whose it is. */
  record Way(RehearsedLink link) implements Tunnel {
    @Override
    public Connection dial(Server server, Duration limit) throws IOException {
      throw new IOException("a rehearsed worker has no servers");
    }
  }

  RehearsedLink(RehearsedWorker worker, RehearsedGateway gateway, int port) {
    this.worker = worker;
    this.gateway = gateway;
    this.port = port;
  }

  RehearsedWorker worker() {
    return worker;
  }

  RehearsedGateway gateway() {
    return gateway;
  }

  boolean isOver() {
    return over;
  }

  /** The connection is over from the worker's side; the gateway learns of it if it runs. */
  void breaks(Gone how) {
    over = true;
    gone.complete(how);
  }

  @Override
  public Tunnel tunnel() {
    return way;
  }

  @Override
  public Address address() {
    return new Address("gateway:" + port, "http://gateway:" + (port + 1));
  }

  @Override
  public void registered() {
    worker.registered(this);
  }

  @Override
  public void heartbeated() {
    // A stock worker does nothing about it.
  }

  @Override
  public void tell(String line) {
    worker.told(line);
  }

  @Override
  public void end(SessionEnd how) {
    if (!over) {
      over = true;
      gone.complete(Gone.LEFT);
      worker.ended(this, how);
    }
  }

  @Override
  public CompletableFuture<Gone> gone() {
    return gone;
  }
}
