package tsa.atc;

import java.io.Serial;

/** A call that came to nothing; its message is one sentence for a person, without a secret. */
final class AtcException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final boolean passing;

  /**
   * @param passing whether the same call may succeed later without anybody doing anything
   */
  AtcException(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  /** Whether the same call may succeed later. */
  boolean isPassing() {
    return passing;
  }
}
