package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the TSA evaluates the health of workers
 * (docs/decisions/0031-health-evaluation-is-suspended-when-in-doubt.md).
 *
 * @param activeSince since when its database, clock and loop have been in order; null while they
 *     are not
 * @param cause what kind of problem it is, or last was, suspended by
 * @param problem the same in words, for people
 */
public record EvaluationStatus(
    @Nullable Instant activeSince, SuspensionCause cause, String problem) {
  /** Of a problem that is known in words only, or is none that a gateway finds in itself. */
  public EvaluationStatus(@Nullable Instant activeSince, String problem) {
    this(activeSince, SuspensionCause.OTHER, problem);
  }

  /** How long it has been active; zero while it is suspended. */
  public Duration activeFor(Instant now) {
    return activeSince == null || activeSince.isAfter(now)
        ? Duration.ZERO
        : Duration.between(activeSince, now);
  }
}
