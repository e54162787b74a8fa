package tsa.gateway;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which places a connection holds: one at the door until a key is proven, then one of that key
 * until it ends. Connections end on other threads than they log in on, at any moment of it: each
 * place is given back once, whoever comes first. Thread-safe.
 */
final class Standing {
  /** What became of a proven key. */
  enum Login {
    /** The connection is in. */
    IN,
    /** The key has all the connections it may have. */
    FULL,
    /** It has been proven before, or the connection has ended meanwhile: nothing is to be done. */
    VOID
  }

  private final String source;
  private final Doorkeeper door;
  private final KeyUse uses;
  private @Nullable Identity identity;
  private boolean waiting = true;
  private boolean counted;

  /**
   * @param source what the doorkeeper admitted it by
   */
  Standing(String source, Doorkeeper door, KeyUse uses) {
    this.source = source;
    this.door = door;
    this.uses = uses;
  }

  /**
   * A key has been proven.
   *
   * @param holder whose key it is; null for nobody's, which counts as one connection too many
   */
  synchronized Login proven(@Nullable Identity holder) {
    if (!waiting) {
      return Login.VOID;
    }
    leaveDoor();
    identity = holder;
    if (holder != null) {
      door.proven(source);
    }
    counted = holder != null && uses.begin(holder);
    return counted ? Login.IN : Login.FULL;
  }

  /** The connection has ended; may be called again. */
  synchronized void ended() {
    if (waiting) {
      leaveDoor();
    }
    if (counted && identity != null) {
      counted = false;
      uses.ended(identity);
    }
  }

  private void leaveDoor() {
    waiting = false;
    door.settled(source);
  }

  /** Who it is; empty until a key is proven. */
  synchronized Optional<Identity> identity() {
    return Optional.ofNullable(identity);
  }
}
