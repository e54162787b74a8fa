package tsa.lifecycle;

import java.time.Instant;

/**
 * A request to land or retire; it lasts until it is done (docs/decisions/0033-a-drain-lasts.md).
 * Which of the two, the worker's state says.
 *
 * @param by who asked: a user, the worker itself, {@link #BY_ATC} for somebody there, or {@code
 *     tsa} for the rules
 * @param why in their words; may be empty
 * @param requestedAt when
 * @param deadline when it ends, also with work left
 */
public record Drain(String by, String why, Instant requestedAt, Instant deadline) {
  /** Who asked, if the ATC was asked and not we. */
  static final String BY_ATC = "the ATC";
}
