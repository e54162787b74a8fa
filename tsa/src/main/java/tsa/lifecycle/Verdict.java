package tsa.lifecycle;

import java.util.Locale;
import java.util.Optional;

/**
 * What a deep check found. Only {@link #FAILING} counts against a worker: full is not ill, gone is
 * not ill, unreachable is not ill (docs/decisions/0030-full-gone-and-unreachable-are-not-ill.md).
 */
public enum Verdict {
  /** Every step was done in time. */
  HEALTHY,
  /** Every step was done, but slowly. */
  DEGRADED,
  /** A step failed on the worker's own account. */
  FAILING,
  /** The worker is full; its ability was not tested to the end. */
  SATURATED,
  /** The check was disturbed or cut short; it says nothing. */
  INCONCLUSIVE,
  /** The worker could not be reached; a connectivity problem, not one of its health. */
  UNREACHABLE;

  /** The word used in JSON, in Postgres and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the worker showed that it can work, or at least that it is not broken. */
  public boolean isGood() {
    return this == HEALTHY || this == DEGRADED || this == SATURATED;
  }

  /** Whether every step was done. */
  public boolean isPassed() {
    return this == HEALTHY || this == DEGRADED;
  }

  /** The verdict of that word; empty if there is none. */
  public static Optional<Verdict> ofWord(String word) {
    for (Verdict verdict : values()) {
      if (verdict.word().equals(word)) {
        return Optional.of(verdict);
      }
    }
    return Optional.empty();
  }
}
