package tsa.gateway;

import java.io.Serial;

/** A command that is refused for good. The reason goes to the worker's stderr. */
final class CommandException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  private final String reason;

  CommandException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why, in words for the worker's operator. */
  String reason() {
    return reason;
  }
}
