package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the TSA evaluates the health of workers
 * (docs/decisions/0031-the-judge-proves-itself-first.md).
 *
 * @param activeSince since when its database, clock and loop have been in order; null while they
 *     are not
 * @param problem why it is, or last was, suspended, in words
 */
public record EvaluationStatus(@Nullable Instant activeSince, String problem) {
  /** How long it has been active; zero while it is suspended. */
  public Duration activeFor(Instant now) {
    return activeSince == null || activeSince.isAfter(now)
        ? Duration.ZERO
        : Duration.between(activeSince, now);
  }
}
