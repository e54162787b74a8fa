package tsa.lab.simulator;

/** A stream was not the archive it should be. */
final class TarException extends Exception {
  private static final long serialVersionUID = 1L;

  TarException(String message) {
    super(message);
  }
}
