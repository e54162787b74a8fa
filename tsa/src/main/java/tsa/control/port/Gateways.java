package tsa.control.port;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Port: the gateway processes that share the store. It stores; who is taken for dead, and when, is
 * decided elsewhere. A gateway has to {@link #register} before it may admit workers. Methods may
 * block within a limit and throw {@link StoreException}. Thread-safe.
 */
public interface Gateways {

  /**
   * A gateway process.
   *
   * @param id made anew with each start
   * @param host name of the machine, for people
   * @param peerAddress where others reach the listeners it opens for workers
   * @param software its version, for people
   */
  record Gateway(UUID id, String host, String peerAddress, String software) {}

  /**
   * A gateway as it is remembered.
   *
   * @param startedAt when it registered, on the store's clock
   * @param silence how long it has not been heard of
   * @param suspendedReason why health evaluation is suspended in it; null while it is active
   */
  record GatewayStatus(
      Gateway gateway, Instant startedAt, Duration silence, @Nullable String suspendedReason) {}

  /** Makes a gateway known; heard of again, it is as new. */
  void register(Gateway gateway);

  /**
   * Notes that a gateway lives.
   *
   * @param suspendedReason why health evaluation is suspended in it; null while it is active
   * @return false if it is not known: another took it for dead and {@link #release released} its
   *     workers; it has to register again
   */
  boolean renew(UUID gateway, @Nullable String suspendedReason);

  /** All gateways, the longest known first. */
  List<GatewayStatus> all();

  /**
   * Removes a gateway, and notes that nobody holds the sessions of its workers: they have neither
   * gateway nor address from then on. Does nothing if it was heard of within that time.
   *
   * @param silence zero for a gateway that says goodbye itself
   * @return how many workers were released
   */
  int release(UUID gateway, Duration silence);
}
