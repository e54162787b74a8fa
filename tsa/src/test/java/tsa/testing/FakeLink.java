package tsa.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Tunnel;
import tsa.control.port.WorkerLink;
import tsa.lifecycle.SessionEnd;
import tsa.worker.Address;

/** A session that writes down what is done with it. Not thread-safe. */
public final class FakeLink implements WorkerLink {
  /** Events sent to the worker, in their order. */
  public final List<String> events = new ArrayList<>();

  /** Lines told to the worker. */
  public final List<String> lines = new ArrayList<>();

  private final CompletableFuture<Gone> gone = new CompletableFuture<>();
  private @Nullable SessionEnd ending;

  /** How it was ended from our side; null if it was not. */
  public @Nullable SessionEnd ending() {
    return ending;
  }

  /** The worker ends it, or the network does. */
  public void goes(Gone how) {
    gone.complete(how);
  }

  @Override
  public Tunnel tunnel() {
    return (server, limit) -> {
      throw new IOException("a fake link has no servers behind it");
    };
  }

  @Override
  public Address address() {
    return new Address("10.0.0.1:40001", "http://10.0.0.1:40002");
  }

  @Override
  public void registered() {
    events.add("registered");
  }

  @Override
  public void heartbeated() {
    events.add("heartbeated");
  }

  @Override
  public void tell(String line) {
    lines.add(line);
  }

  @Override
  public void end(SessionEnd how) {
    if (ending == null) {
      ending = how;
      gone.complete(Gone.LEFT);
    }
  }

  @Override
  public CompletableFuture<Gone> gone() {
    return gone;
  }
}
