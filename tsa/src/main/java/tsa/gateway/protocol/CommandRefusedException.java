package tsa.gateway.protocol;

import java.io.Serial;

/** A command that is refused for good. The reason goes to the worker's stderr. */
public final class CommandRefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String reason;

  public CommandRefusedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why, in words for the worker's operator. */
  public String reason() {
    return reason;
  }
}
