package tsa;

import tsa.api.ApiSettings;
import tsa.api.Proxies;
import tsa.gateway.GatewayLimits;
import tsa.gateway.GatewaySettings;
import tsa.probe.ProbeSettings;
import tsa.settings.ServerOptions;

/** What the options mean for each part of the service. */
final class PartSettings {
  /**
   * Sweeps have places of their own, a small part of the checks': workers whose lists hang, all
   * swept at the same time, must keep nobody from being checked.
   */
  private static final int CHECKS_PER_SWEEP = 8;

  private PartSettings() {}

  /** Of deep checks. */
  static ProbeSettings probe(ServerOptions options) {
    return new ProbeSettings(
        Math.max(1, options.checksAtOnce() / CHECKS_PER_SWEEP),
        options.workerMaxContainers(),
        options.thoroughCheckEvery());
  }

  /**
   * Of REST.
   *
   * @throws IllegalArgumentException with a sentence for the person who wrote the settings
   */
  static ApiSettings api(ServerOptions options, Proxies proxies) {
    return new ApiSettings(
        options.bindIp(),
        options.bindPort(),
        options.concourseVersion(),
        options.workerVersion(),
        null,
        null,
        ApiSettings.Limits.DEFAULT,
        proxies);
  }

  /** Of the SSH gateway. */
  static GatewaySettings gateway(ServerOptions options, ServiceKeys keys) {
    return new GatewaySettings(
        options.tsaBindIp(),
        options.tsaBindPort(),
        options.peerAddress(),
        keys.hostKey(),
        keys.sources(),
        options.forwardListen(),
        options.forwardBindIp(),
        limits(options));
  }

  private static GatewayLimits limits(ServerOptions options) {
    GatewayLimits.Drains drains = GatewayLimits.DEFAULTS.drains();
    return GatewayLimits.DEFAULTS
        .with(options.gateway().login())
        .with(
            new GatewayLimits.Drains(
                options.connectionDrainTimeout(),
                drains.handOverGrace(),
                drains.closeWait(),
                drains.stopWait()));
  }
}
