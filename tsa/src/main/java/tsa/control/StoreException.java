package tsa.control;

import java.io.Serial;

/** The store could not answer; nothing was changed, or it is not known whether it was. */
public final class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With a message for the log and the cause, which holds the details. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
