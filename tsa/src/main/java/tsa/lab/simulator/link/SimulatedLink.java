package tsa.lab.simulator.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One simulated worker as gateways see it: registers, comes back after a loss, moves, drains, and
 * ends as the stock worker does (docs/protocol/registration.md#what-each-ending-means). Its process
 * is over when {@link #exited} completes. Thread-safe; no method blocks unless it says so.
 */
public final class SimulatedLink implements AutoCloseable {
  /** A worker with that many registrations makes no further one. */
  private static final int MAX_LIVE = 5;

  private final LinkClient client;
  private final LinkSettings settings;
  private final Supplier<String> worker;
  private final LinkServers servers;
  private final LinkListener listener;
  private final CompletableFuture<Integer> exited = new CompletableFuture<>();
  private final List<LinkRegistration> live = new ArrayList<>();
  private @Nullable LinkRegistration current;
  private boolean draining;
  private boolean retired;
  private boolean stopping;

  /**
   * @param worker gives the worker object as JSON, asked for each command
   * @param servers what is behind the tunnel
   */
  public SimulatedLink(
      LinkClient client,
      LinkSettings settings,
      Supplier<String> worker,
      LinkServers servers,
      LinkListener listener) {
    this.client = client;
    this.settings = settings;
    this.worker = worker;
    this.servers = servers;
    this.listener = listener;
  }

  /** Begins to register. */
  public void start() {
    Thread.ofVirtual().name("link").start(this::connect);
  }

  private void connect() {
    if (isOver()) {
      return;
    }
    try {
      LinkRegistration begun = begin(true);
      begun.result().thenAccept(result -> ended(begun, result));
    } catch (IOException | RuntimeException e) {
      failed(e);
    }
  }

  private LinkRegistration begin(boolean only) throws IOException {
    LinkConnection connection = dial();
    try {
      LinkRegistration begun =
          LinkRegistration.begin(client, connection, settings, worker.get(), listener);
      synchronized (this) {
        live.add(begun);
        if (only) {
          current = begun;
        }
      }
      begun.result().thenRun(() -> forget(begun));
      if (exited.isDone()) {
        connection.close(); // it died while this was begun, and could not close it then
      }
      return begun;
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private synchronized void forget(LinkRegistration ended) {
    live.remove(ended);
  }

  private LinkConnection dial() throws IOException {
    List<InetSocketAddress> gateways = settings.gateways();
    InetSocketAddress gateway = gateways.get(client.random().nextInt(gateways.size()));
    return LinkConnection.open(client, gateway, settings, servers);
  }

  private void failed(Exception e) {
    listener.lost(String.valueOf(e.getMessage()));
    boolean unreachable = !(e instanceof org.apache.sshd.common.SshException);
    synchronized (this) {
      if (draining && unreachable) {
        // A drain that no gateway hears of: docs/protocol/registration.md#what-each-ending-means
        exit(1);
        return;
      }
    }
    client.after(settings.pause(), this::connect);
  }

  private void ended(LinkRegistration registration, CommandResult result) {
    synchronized (this) {
      if (registration != current) {
        return; // an older one, cancelled before: however it ends means nothing
      }
      current = null;
      if (stopping) {
        exit(0);
        return;
      }
    }
    if (result.status() != null) {
      exit(result.status() == 0 ? 0 : 1);
    } else {
      listener.lost("remote command exited without exit status");
      client.after(settings.pause(), this::connect);
    }
  }

  private void exit(int code) {
    if (exited.complete(code)) {
      listener.exited(code);
      List<LinkRegistration> left;
      synchronized (this) {
        left = List.copyOf(live);
      }
      left.forEach(registration -> registration.connection().close());
    }
  }

  private synchronized boolean isOver() {
    return stopping || exited.isDone();
  }

  /** The exit code of its process, once that is over. */
  public CompletableFuture<Integer> exited() {
    return exited.copy();
  }

  /** How many registrations are alive, those that drain included. */
  public synchronized int registrations() {
    return live.size();
  }

  /**
   * Moves to another registration, then ends the one before. Blocks until that is done.
   *
   * @return false if it did not try, or failed: then, as in the stock worker, the one before is
   *     ended too (B6)
   */
  public boolean rebalance() throws InterruptedException {
    LinkRegistration before;
    synchronized (this) {
      before = current;
      if (before == null || draining || live.size() >= MAX_LIVE) {
        return false;
      }
    }
    try {
      LinkRegistration next = begin(false);
      if (awaitRegistered(next)) {
        synchronized (this) {
          current = next;
        }
        next.result().thenAccept(result -> ended(next, result));
        before.cancel();
        return true;
      }
      next.connection().close();
    } catch (IOException | RuntimeException e) {
      listener.lost(String.valueOf(e.getMessage()));
    }
    startOver(before);
    return false;
  }

  private boolean awaitRegistered(LinkRegistration next) throws InterruptedException {
    try {
      CompletableFuture.anyOf(next.registered(), next.result())
          .get(settings.registerLimit().toMillis(), TimeUnit.MILLISECONDS);
      return next.registered().isDone();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private void startOver(LinkRegistration before) {
    synchronized (this) {
      current = null;
    }
    before.cancel();
    client.after(settings.pause(), this::connect);
  }

  /**
   * Runs a command on a connection of its own and returns how it ended.
   *
   * @param line the command with its arguments, for example {@code report-containers a b}
   * @return its future; fails if no gateway was reached
   */
  public CompletableFuture<CommandResult> command(String line) {
    CompletableFuture<CommandResult> result = new CompletableFuture<>();
    Thread.ofVirtual().name("link-command").start(() -> command(line, result));
    return result;
  }

  private void command(String line, CompletableFuture<CommandResult> result) {
    try (LinkConnection connection = dial()) {
      result.complete(connection.run(line, worker.get(), out -> {}, err -> {}).result().get());
    } catch (IOException | RuntimeException | ExecutionException e) {
      result.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.completeExceptionally(e);
    }
  }

  /** Lands, as on SIGUSR1. */
  public CompletableFuture<CommandResult> land() {
    return drain("land-worker", false);
  }

  /** Retires, as on SIGUSR2. */
  public CompletableFuture<CommandResult> retire() {
    return drain("retire-worker", true);
  }

  private CompletableFuture<CommandResult> drain(String line, boolean forGood) {
    synchronized (this) {
      draining = true;
      retired |= forGood;
    }
    return command(line).whenComplete((result, problem) -> drained(result));
  }

  private void drained(@Nullable CommandResult result) {
    if (result != null && result.status() != null) {
      if (result.status() != 0) {
        // Builds are not drained: docs/protocol/registration.md#what-each-ending-means
        exit(1);
      }
      return;
    }
    LinkRegistration before;
    synchronized (this) {
      before = current;
      draining = false; // the stock worker forgets the request
    }
    if (before != null) {
      startOver(before);
    }
  }

  /** Stops in order, as on SIGTERM; after a retirement it deletes itself first. */
  public void stop() {
    boolean delete;
    synchronized (this) {
      stopping = true;
      delete = retired;
    }
    if (delete) {
      command("delete-worker").whenComplete((result, problem) -> cancelAll());
    } else {
      cancelAll();
    }
  }

  private void cancelAll() {
    List<LinkRegistration> left;
    boolean none;
    synchronized (this) {
      left = List.copyOf(live);
      none = current == null;
    }
    left.forEach(LinkRegistration::cancel);
    if (none) {
      exit(0);
    }
  }

  /** Breaks every connection without a word; the worker comes back after its pause. */
  public void cut() {
    connections().forEach(LinkConnection::cut);
  }

  /** Hangs: reads and writes nothing, with all connections left open. */
  public void freeze() {
    connections().forEach(LinkConnection::freeze);
  }

  /** Goes on after {@link #freeze}. */
  public void thaw() {
    connections().forEach(LinkConnection::thaw);
  }

  private synchronized List<LinkConnection> connections() {
    return live.stream().map(LinkRegistration::connection).toList();
  }

  /** Dies, as on SIGKILL: no word to the gateway, no exit code of its own. */
  @Override
  public void close() {
    synchronized (this) {
      stopping = true;
    }
    exit(137);
  }
}
