package tsa.gateway.forward;

import java.io.IOException;
import java.io.Serial;

/** The worker did not take a connection. */
final class ChannelRefusedException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ChannelRefusedException(String message, IOException cause) {
    super(message, cause);
  }
}
