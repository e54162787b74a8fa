package tsa.lab.simulator;

/** A body was not what Go's decoder wanted. The message is Go's. */
final class GoJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  GoJsonException(String text) {
    super(text);
    this.text = text;
  }

  /** Returns the message, which is never null. */
  String text() {
    return text;
  }
}
