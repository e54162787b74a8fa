package tsa.api.access;

import java.util.Optional;

/** Finds out who presents a token. Thread-safe; may block within a limit. */
@FunctionalInterface
public interface Authenticator {
  /**
   * Who presented it; empty if it is not valid (any more).
   *
   * @param token what stood behind {@code BearerToken}: hostile, at most as long as a header may be
   */
  Optional<Principal> authenticate(String token);
}
