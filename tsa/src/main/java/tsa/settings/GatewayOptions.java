package tsa.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import tsa.gateway.settings.GatewayLimits;

/** The limits of the SSH gateway on who gets in. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
public final class GatewayOptions {
  private static final Pattern STARTUPS = Pattern.compile("(\\d{1,9}):(\\d{1,3}):(\\d{1,9})");

  @Option(
      names = "--tsa-login-timeout",
      paramLabel = "TIME",
      defaultValue = "20s",
      description =
          "How long a connection may take to prove a key, from its turn on."
              + " Default: ${DEFAULT-VALUE}")
  Duration loginTimeout;

  @Option(
      names = "--tsa-max-startups",
      paramLabel = "START:PERCENT:FULL",
      defaultValue = "2000:30:4000",
      description =
          "From how many unauthenticated connections on strangers are dropped at random, with"
              + " which chance, and from how many on everybody is (as in sshd). Addresses from"
              + " which a key was proven within the hour are no strangers."
              + " Default: ${DEFAULT-VALUE}")
  String maxStartups;

  @Option(
      names = "--tsa-max-startups-per-address",
      paramLabel = "N",
      defaultValue = "1500",
      description =
          "Unauthenticated connections from one strange IPv4 address or IPv6 /64 network; less"
              + " than START above. Default: ${DEFAULT-VALUE}")
  int maxStartupsPerAddress;

  @Option(
      names = "--tsa-handshake-rate",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Handshakes that begin in a second, others wait; 0 for 200 for each core, half of what"
              + " it can do. Default: ${DEFAULT-VALUE}")
  int handshakeRate;

  @Option(
      names = "--tsa-max-connections-per-key",
      paramLabel = "N",
      defaultValue = "30000",
      description = "Connections at once that one worker key may have. Default: ${DEFAULT-VALUE}")
  int maxConnectionsPerKey;

  /**
   * The limits.
   *
   * @throws IllegalArgumentException naming the option, for the person who gave it
   */
  public GatewayLimits.LoginLimits login() {
    if (loginTimeout.isZero()) {
      throw new IllegalArgumentException("--tsa-login-timeout must be longer than nothing");
    }
    Matcher parts = STARTUPS.matcher(maxStartups);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "--tsa-max-startups '" + maxStartups + "' is not START:PERCENT:FULL");
    }
    try {
      return new GatewayLimits.LoginLimits(
          loginTimeout,
          Integer.parseInt(parts.group(1)),
          Integer.parseInt(parts.group(2)),
          Integer.parseInt(parts.group(3)),
          maxStartupsPerAddress,
          handshakeRate,
          maxConnectionsPerKey,
          GatewayLimits.DEFAULTS.login().keyLook());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--tsa-max-startups and the like: " + e.getMessage(), e);
    }
  }
}
