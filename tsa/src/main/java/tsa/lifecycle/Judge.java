package tsa.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fit the TSA itself is to judge others (docs/decisions/0031-the-judge-proves-itself-first.md).
 *
 * @param fitSince since when its database, clock and loop have been in order; null while they are
 *     not
 * @param problem why it is, or last was, unfit, in words
 */
public record Judge(@Nullable Instant fitSince, String problem) {
  /** How long it has been fit; zero while it is not. */
  public Duration fitFor(Instant now) {
    return fitSince == null || fitSince.isAfter(now)
        ? Duration.ZERO
        : Duration.between(fitSince, now);
  }
}
