package tsa.control.port;

import java.io.Serial;

/** The store could not answer; nothing was changed, or it is not known whether it was. */
public final class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final boolean refused;

  /** With a message for the log and the cause, which holds the details. */
  public StoreException(String message, Throwable cause) {
    this(message, false, cause);
  }

  /**
   * As above.
   *
   * @param refused see {@link #refused()}
   */
  public StoreException(String message, boolean refused, Throwable cause) {
    super(message, cause);
    this.refused = refused;
  }

  /**
   * Whether the store is well and refused just this: what it was given, or found under that name,
   * is odd. Says nothing about the store or the rest of the fleet, and changed nothing.
   */
  public boolean refused() {
    return refused;
  }
}
