package tsa.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is held against a name that was retired for failing checks.
 *
 * @param count how often, since it was last forgiven
 * @param until before when it is not admitted; null if it may be
 * @param healthySince since when it has been running without a failed check after the last
 *     retirement; null if it is not, or if nothing is held against it
 */
public record Quarantine(int count, @Nullable Instant until, @Nullable Instant healthySince) {
  /** Nothing is held against it. */
  public static final Quarantine NONE = new Quarantine(0, null, null);

  /** As it is when the name joins again: only health from now on counts. */
  Quarantine rejoined() {
    return new Quarantine(count, until, null);
  }
}
