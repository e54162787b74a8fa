package tsa.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is held against a name that was retired for failing checks.
 *
 * @param count how often, since it was last forgiven
 * @param until before when it is not admitted; null if it may be, or while the drain of the
 *     retirement lasts: its time begins when that ends
 * @param healthySince since when it has been running without a failed check after the last
 *     retirement; null if it is not, or if nothing is held against it
 */
public record Quarantine(int count, @Nullable Instant until, @Nullable Instant healthySince) {
  /** Nothing is held against it. */
  public static final Quarantine NONE = new Quarantine(0, null, null);

  /** With one more retirement; its time has not begun. */
  Quarantine again() {
    return new Quarantine(count + 1, null, null);
  }

  /** Whether it waits for the end of a drain. */
  boolean isPending() {
    return count > 0 && until == null;
  }

  /** As it is when the name joins again: it has been waited out, only health from now on counts. */
  Quarantine rejoined(Instant now) {
    return new Quarantine(count, isPending() ? now : until, null);
  }
}
