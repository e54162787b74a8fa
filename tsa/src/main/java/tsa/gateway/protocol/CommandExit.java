package tsa.gateway.protocol;

/**
 * How a command ends, in what a stock worker makes of it
 * (docs/protocol/registration.md#what-each-ending-means).
 */
public sealed interface CommandExit {
  /** With a status: the worker process takes it as final. */
  record Status(int code) implements CommandExit {}

  /**
   * Without one: the connection is closed, and the worker comes again in 5 s.
   *
   * @param why for the log and the disconnect message
   */
  record Disconnect(String why) implements CommandExit {}

  /** All is well. */
  CommandExit OK = new Status(0);

  /** Refused for good. */
  CommandExit FAILED = new Status(1);
}
