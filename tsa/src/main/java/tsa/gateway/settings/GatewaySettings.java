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
  private static final int MAX_PORT = 65_535;

  /**
   * @throws IllegalArgumentException if the port is none
   */
  public GatewaySettings {
    if (bindPort < 0 || bindPort > MAX_PORT) {
      throw new IllegalArgumentException(bindPort + " is not a port");
    }
  }
}
