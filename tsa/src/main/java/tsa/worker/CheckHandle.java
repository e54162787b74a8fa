package tsa.worker;

import java.util.UUID;

/**
 * The handle that a deep check gives to its volume and its container. Fresh for each check and
 * never used again: a second use can destroy data on the worker
 * (docs/protocol/worker-apis.md#a-handle-is-used-once).
 *
 * @param value {@code health-check-} and a UUID, 49 characters
 */
public record CheckHandle(String value) {
  /** What every handle of ours begins with. */
  public static final String PREFIX = "health-check-";

  /**
   * @throws IllegalArgumentException if the value does not begin with the prefix
   */
  public CheckHandle {
    if (!isOurs(value)) {
      throw new IllegalArgumentException("not a handle of a health check: " + value);
    }
  }

  /** The handle made from that UUID. */
  public static CheckHandle of(UUID id) {
    return new CheckHandle(PREFIX + id);
  }

  /** Whether a container or volume of that handle was made by a deep check. */
  public static boolean isOurs(String handle) {
    return handle.startsWith(PREFIX);
  }

  @Override
  public String toString() {
    return value;
  }
}
