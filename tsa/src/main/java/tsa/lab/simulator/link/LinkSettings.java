package tsa.lab.simulator.link;

import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a simulated worker reaches its gateways.
 *
 * @param gateways at least one; each connection goes to a random one
 * @param key its private key
 * @param hostKey the key the gateway must prove; null to trust any
 * @param connectLimit for connecting, without the handshake
 * @param keepalive time between its signs of life
 * @param silenceLimit silence of the gateway after which it gives up
 * @param pause before it tries again
 * @param registerLimit how long a rebalance waits to be registered
 */
public record LinkSettings(
    List<InetSocketAddress> gateways,
    KeyPair key,
    @Nullable PublicKey hostKey,
    Duration connectLimit,
    Duration keepalive,
    Duration silenceLimit,
    Duration pause,
    Duration registerLimit) {
  /** Copies the list. */
  public LinkSettings {
    gateways = List.copyOf(gateways);
    if (gateways.isEmpty()) {
      throw new IllegalArgumentException("a worker needs a gateway");
    }
  }

  /** The stock worker's times (docs/protocol/registration.md#intervals). */
  public static LinkSettings of(InetSocketAddress gateway, KeyPair key) {
    return new LinkSettings(
        List.of(gateway),
        key,
        null,
        Duration.ofSeconds(10),
        Duration.ofSeconds(5),
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        Duration.ofMinutes(5));
  }

  /** The same with other gateways. */
  public LinkSettings withGateways(List<InetSocketAddress> others) {
    return new LinkSettings(
        others, key, hostKey, connectLimit, keepalive, silenceLimit, pause, registerLimit);
  }

  /** The same with another pause before it tries again. */
  public LinkSettings withPause(Duration other) {
    return new LinkSettings(
        gateways, key, hostKey, connectLimit, keepalive, silenceLimit, other, registerLimit);
  }
}
