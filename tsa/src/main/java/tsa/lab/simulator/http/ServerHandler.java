package tsa.lab.simulator.http;

import java.io.IOException;

/** Answers one request. Implementations are called from many threads at once. */
@FunctionalInterface
public interface ServerHandler {
  /**
   * Answers {@code request}; may block for as long as it likes, the client's patience is not known
   * here. A client that goes away does not stop the handler, as with the real servers
   * (docs/protocol/worker-apis.md#requests-outlive-their-client).
   *
   * @throws IOException when the request cannot be read, or an {@link AbruptCloseException} to end
   *     the connection without a byte
   * @throws InterruptedException when the serving thread is told to stop
   */
  ServerResponse handle(ServerRequest request) throws IOException, InterruptedException;
}
