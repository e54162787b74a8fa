package tsa.gateway;

/**
 * How a command ends, in what a stock worker makes of it
 * (docs/protocol/registration.md#what-each-ending-means).
 */
sealed interface Exit {
  /** With a status: the worker process takes it as final. */
  record Status(int code) implements Exit {}

  /**
   * Without one: the connection is closed, and the worker comes again in 5 s.
   *
   * @param why for the log and the disconnect message
   */
  record Disconnect(String why) implements Exit {}

  /** All is well. */
  Exit OK = new Status(0);

  /** Refused for good. */
  Exit FAILED = new Status(1);
}
