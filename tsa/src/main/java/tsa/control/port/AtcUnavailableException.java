package tsa.control.port;

import java.io.Serial;

/** The ATC could not do what was asked for; the message says why, in one sentence. */
public final class AtcUnavailableException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /** With a sentence for a person. */
  public AtcUnavailableException(String message) {
    super(message);
  }
}
