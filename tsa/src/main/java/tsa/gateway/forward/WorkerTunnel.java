package tsa.gateway.forward;

import java.io.IOException;
import java.time.Duration;
import tsa.control.port.Tunnel;
import tsa.gateway.protocol.HostPort;

/**
 * The way to a worker's servers that needs no port: it opens the channels itself, at half the cost
 * of a listener (docs/protocol/ssh-library.md#forwarding).
 */
public record WorkerTunnel(Forwards.Claimed forwards) implements Tunnel {
  /** Go's client refuses an originator port of 0. */
  private static final HostPort US = new HostPort("127.0.0.1", 1);

  @Override
  public Connection dial(Server server, Duration limit) throws IOException {
    Forward forward =
        switch (server) {
          case GARDEN -> forwards.garden();
          case BAGGAGECLAIM -> forwards.baggageclaim();
        };
    return forward.dial(US, limit);
  }
}
