package tsa.gateway.keys;

import java.io.Serial;

/** A key file that cannot be used. The message is a sentence for the operator. */
public final class KeyFileException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  KeyFileException(String message) {
    super(message);
  }

  KeyFileException(String message, Throwable cause) {
    super(message, cause);
  }
}
