package tsa.gateway.connection;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tsa.gateway.keys.KeyIdentity;
import tsa.gateway.keys.KeyUsage;

/**
 * Which places a connection holds: one at the door until a key is proven, then one of that key
 * until it ends. Connections end on other threads than they log in on, at any moment of it: each
 * place is given back once, whoever comes first. Thread-safe.
 */
public final class ConnectionSlots {
  /** What became of a login. */
  public enum LoginOutcome {
    /** The connection is in. */
    IN,
    /** The key has all the connections it may have. */
    FULL,
    /** It has been proven before, or the connection has ended meanwhile: nothing is to be done. */
    VOID
  }

  private final String source;
  private final ConnectionLimiter limiter;
  private final KeyUsage usage;
  private @Nullable KeyIdentity identity;
  private boolean waiting = true;
  private boolean counted;

  /**
   * @param source what the limiter admitted it by
   */
  public ConnectionSlots(String source, ConnectionLimiter limiter, KeyUsage usage) {
    this.source = source;
    this.limiter = limiter;
    this.usage = usage;
  }

  /**
   * A key has been proven.
   *
   * @param holder whose key it is; null for nobody's, which counts as one connection too many
   */
  synchronized LoginOutcome proven(@Nullable KeyIdentity holder) {
    if (!waiting) {
      return LoginOutcome.VOID;
    }
    releaseStartupSlot();
    identity = holder;
    if (holder != null) {
      limiter.proven(source);
    }
    counted = holder != null && usage.begin(holder);
    return counted ? LoginOutcome.IN : LoginOutcome.FULL;
  }

  /** The connection has ended; may be called again. */
  synchronized void ended() {
    if (waiting) {
      releaseStartupSlot();
    }
    if (counted && identity != null) {
      counted = false;
      usage.ended(identity);
    }
  }

  private void releaseStartupSlot() {
    waiting = false;
    limiter.settled(source);
  }

  /** Who it is; empty until a key is proven. */
  synchronized Optional<KeyIdentity> identity() {
    return Optional.ofNullable(identity);
  }
}
