package tsa.gateway.settings;

import java.nio.file.Path;
import tsa.gateway.keys.KeySources;
import tsa.gateway.keys.PrivateKeyFile;

/**
 * What an operator sets of the gateway.
 *
 * @param bindIp address to listen on for workers
 * @param bindPort port to listen on, 0 for any free one
 * @param peerAddress host under which other processes reach the listeners of forwards
 * @param hostKey private key that proves the gateway to workers, see {@link PrivateKeyFile}
 * @param keys where the keys of workers are
 * @param forwardListen whether a forward gets a TCP listener; without, only our own probes reach a
 *     worker, through the SSH channel itself, and a worker costs one file descriptor
 * @param forwardBindIp address those listeners bind; loopback by default, because whoever reaches
 *     them reaches Garden without a password (B18)
 * @param limits the limits
 */
public record GatewaySettings(
    String bindIp,
    int bindPort,
    String peerAddress,
    Path hostKey,
    KeySources keys,
    boolean forwardListen,
    String forwardBindIp,
    GatewayLimits limits) {
  /** Concourse's default: all addresses. */
  public static final String DEFAULT_BIND_IP = "0.0.0.0";

  /** Concourse's default. */
  public static final int DEFAULT_BIND_PORT = 2222;

  /** Loopback: right for a single node, and safe. */
  public static final String DEFAULT_PEER_ADDRESS = "127.0.0.1";

  /** Loopback: a forward is open to whoever reaches it (B18). */
  public static final String DEFAULT_FORWARD_BIND_IP = "127.0.0.1";

  private static final int MAX_PORT = 65_535;

  /**
   * @throws IllegalArgumentException if the port is none
   */
  public GatewaySettings {
    if (bindPort < 0 || bindPort > MAX_PORT) {
      throw new IllegalArgumentException(bindPort + " is not a port");
    }
  }

  /** The defaults, with these keys. */
  public static GatewaySettings of(Path hostKey, KeySources keys) {
    return new GatewaySettings(
        DEFAULT_BIND_IP,
        DEFAULT_BIND_PORT,
        DEFAULT_PEER_ADDRESS,
        hostKey,
        keys,
        true,
        DEFAULT_FORWARD_BIND_IP,
        GatewayLimits.DEFAULTS);
  }
}
