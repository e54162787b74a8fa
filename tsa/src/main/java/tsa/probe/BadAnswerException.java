package tsa.probe;

import java.io.IOException;
import java.io.Serial;

/** What came is not an answer that can be understood. */
final class BadAnswerException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  BadAnswerException(String message) {
    super(message);
  }
}
