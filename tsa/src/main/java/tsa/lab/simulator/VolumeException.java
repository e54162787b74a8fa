package tsa.lab.simulator;

/** A volume call failed; the cause goes to the log of the real server only, never to the client. */
final class VolumeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the client gets to know, as a status. */
  enum Kind {
    /** 404. */
    NOT_FOUND,
    /** 422: the parent of a copy-on-write volume is missing or was not named. */
    NO_PARENT,
    /** 500. */
    FAILED
  }

  private final Kind kind;

  VolumeException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  int status() {
    return switch (kind) {
      case NOT_FOUND -> 404;
      case NO_PARENT -> 422;
      case FAILED -> 500;
    };
  }
}
