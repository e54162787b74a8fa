package tsa.program;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;
import tsa.gateway.keys.KeyFileException;
import tsa.gateway.keys.PrivateKeyFile;
import tsa.lab.simulator.link.LinkSettings;

/** Where simulated workers register, and with which key; Concourse's own options of a worker. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
final class GatewayTargets {
  @Option(
      names = "--tsa-host",
      paramLabel = "HOST:PORT",
      split = ",",
      defaultValue = "127.0.0.1:2222",
      description = "Gateways to register at. Default: ${DEFAULT-VALUE}")
  List<String> hosts;

  @Option(
      names = "--tsa-worker-private-key",
      paramLabel = "FILE",
      required = true,
      description = "Key that the gateway lets in")
  Path key;

  /**
   * What a worker's link needs to know of them.
   *
   * @throws KeyFileException if the key cannot be used
   * @throws IllegalArgumentException with a sentence, if an address is none
   */
  LinkSettings link() throws KeyFileException {
    List<InetSocketAddress> gateways = hosts.stream().map(GatewayTargets::address).toList();
    return LinkSettings.of(gateways.getFirst(), PrivateKeyFile.load(key)).withGateways(gateways);
  }

  private static InetSocketAddress address(String host) {
    int colon = host.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("--tsa-host: '" + host + "' is not HOST:PORT", e);
    }
  }
}
