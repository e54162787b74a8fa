package tsa.lab.simulator.http;

import java.io.IOException;

/**
 * Thrown by a handler or a body to close the connection at once: before any byte when a handler
 * throws it (a panic in a Go handler: docs/protocol/worker-apis.md#http-of-both-servers), in
 * mid-body when a body does.
 */
public final class AbruptCloseException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes one; {@code why} is for the log only, the client sees just the end of the stream. */
  public AbruptCloseException(String why) {
    super(why);
  }
}
