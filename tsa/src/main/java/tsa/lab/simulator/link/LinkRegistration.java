package tsa.lab.simulator.link;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/** A registration and the connection it has to itself. Thread-safe. */
final class LinkRegistration {
  private final LinkConnection connection;
  private final Execution execution;
  private final Future<?> keepalives;
  private final CompletableFuture<Void> registered;

  private LinkRegistration(
      LinkConnection connection,
      Execution execution,
      Future<?> keepalives,
      CompletableFuture<Void> registered) {
    this.connection = connection;
    this.execution = execution;
    this.keepalives = keepalives;
    this.registered = registered;
  }

  /** Registers a worker on a connection. Blocks within the limits of the settings. */
  static LinkRegistration begin(
      LinkClient client,
      LinkConnection connection,
      LinkSettings settings,
      String worker,
      LinkListener listener)
      throws IOException {
    CompletableFuture<Void> registered = new CompletableFuture<>();
    connection.forwardBoth();
    Execution execution =
        connection.register(worker, line -> event(line, registered, listener), listener::told);
    Future<?> keepalives = client.every(settings.keepalive(), connection::sendKeepalive);
    LinkRegistration registration =
        new LinkRegistration(connection, execution, keepalives, registered);
    execution.result().thenRun(registration::close);
    return registration;
  }

  /** Like the stock worker it knows two events and passes over others. */
  private static void event(
      String line, CompletableFuture<Void> registered, LinkListener listener) {
    switch (line) {
      case "{\"event\":\"registered\"}" -> {
        registered.complete(null);
        listener.registered();
      }
      case "{\"event\":\"heartbeated\"}" -> listener.heartbeated();
      default -> {}
    }
  }

  LinkConnection connection() {
    return connection;
  }

  /** Completed with the first event. */
  CompletableFuture<Void> registered() {
    return registered;
  }

  /** How it ended. */
  CompletableFuture<CommandResult> result() {
    return execution.result();
  }

  /** Asks the gateway to end it; what is open goes on. Stops its own signs of life, as Go does. */
  void cancel() {
    keepalives.cancel(false);
    try {
      execution.signal("INT");
    } catch (IOException e) {
      close();
    }
  }

  private void close() {
    keepalives.cancel(false);
    connection.close();
  }
}
