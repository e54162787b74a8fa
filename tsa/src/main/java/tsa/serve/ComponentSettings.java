package tsa.serve;

import tsa.api.http.ApiSettings;
import tsa.api.http.TrustedProxies;
import tsa.gateway.settings.GatewayLimits;
import tsa.gateway.settings.GatewaySettings;
import tsa.probe.ProbeSettings;
import tsa.settings.ServerOptions;

/** What the options mean for each part of the service. */
final class ComponentSettings {
  /**
   * Sweeps have places of their own, a small part of the checks': workers whose lists hang, all
   * swept at the same time, must keep nobody from being checked.
   */
  private static final int CHECKS_PER_SWEEP = 8;

  private ComponentSettings() {}

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
  static ApiSettings api(ServerOptions options, TrustedProxies proxies) {
    return new ApiSettings(
        options.bindIp(),
        options.bindPort(),
        options.concourseVersion(),
        options.workerVersion(),
        null,
        null,
        ApiSettings.HttpLimits.DEFAULT,
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
    GatewayLimits.DrainLimits drains = GatewayLimits.DEFAULTS.drains();
    return GatewayLimits.DEFAULTS
        .with(options.gateway().login())
        .with(
            new GatewayLimits.DrainLimits(
                options.connectionDrainTimeout(),
                drains.handOverGrace(),
                drains.closeWait(),
                drains.stopWait()));
  }
}
