package tsa.cli;

import java.io.Serial;

/** A command cannot do what it should; the message tells a person what to do about it. */
public final class CliException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  /** Stands for an answer that never came. */
  static final int NO_STATUS = 0;

  private final int status;

  public CliException(String message) {
    this(NO_STATUS, message);
  }

  /**
   * @param status of the answer that was no
   */
  public CliException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Whether the same may go well in a moment: no answer, or one of a service in trouble. */
  public boolean isPassing() {
    return status == NO_STATUS || status >= 500;
  }

  /** Whether what was asked about does not exist. */
  public boolean isNotFound() {
    return status == 404;
  }
}
