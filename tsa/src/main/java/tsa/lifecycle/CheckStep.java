package tsa.lifecycle;

import java.util.Locale;
import java.util.Optional;

/**
 * The steps of a deep check, in their order
 * (docs/protocol/worker-apis.md#the-deep-check-on-the-wire).
 */
public enum CheckStep {
  /** Garden answers at all. */
  PING,
  /** Which Garden it is, and how full: told without side effects. */
  CAPACITY,
  /** A volume is made. */
  CREATE_VOLUME,
  /** A few hundred kilobytes are written to it; at a slower cadence. */
  STREAM_IN,
  /** A copy-on-write volume is made of it; at a slower cadence. */
  CHILD_VOLUME,
  /** A container is made on that volume. */
  CREATE_CONTAINER,
  /** A process runs in the container. */
  RUN,
  /** The container goes away. */
  DESTROY_CONTAINER,
  /** The volume goes away. */
  DESTROY_VOLUME;

  /** The word used in JSON, in Postgres and on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The step of that word; empty if there is none. */
  public static Optional<CheckStep> ofWord(String word) {
    for (CheckStep step : values()) {
      if (step.word().equals(word)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }
}
