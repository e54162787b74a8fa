package tsa.lab.simulator;

/** The simulated disk refused a write. The message is the kernel's text. */
final class DiskException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String text;

  DiskException(String text) {
    super(text);
    this.text = text;
  }

  /** Returns the message, which is never null. */
  String text() {
    return text;
  }
}
