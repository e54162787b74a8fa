package tsa.control.port;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tsa.lifecycle.SessionEnd;
import tsa.worker.Address;

/**
 * Port: one {@code forward-worker} session, as the gateway holds it. Methods do not block and do
 * not throw; on a session that has ended they do nothing. Thread-safe.
 */
public interface WorkerLink {
  /** Why a session is over from the worker's side. */
  enum Gone {
    /** The worker ended it: a signal, or the channel closed in an orderly way. */
    LEFT,
    /** The connection broke. */
    LOST,
    /** Its key may not be used any more; the connection is being cut. */
    REVOKED
  }

  /** The way to the worker's servers. */
  Tunnel tunnel();

  /** Where others reach the worker through this gateway; null if listeners are off. */
  @Nullable Address address();

  /**
   * Tells that listener of each failure that the traffic of others through this link shows; it must
   * not block. A link that others cannot use has nothing to tell.
   */
  default void watchTraffic(Consumer<TrafficFailure> listener) {}

  /** Sends the event {@code registered}. */
  void registered();

  /** Sends the event {@code heartbeated}. */
  void heartbeated();

  /** Writes a line for a person to the worker's stderr. */
  void tell(String line);

  /** Ends the session in that way. The first call counts. */
  void end(SessionEnd ending);

  /** Completed when the worker has ended the session or the connection broke; never fails. */
  CompletableFuture<Gone> gone();
}
