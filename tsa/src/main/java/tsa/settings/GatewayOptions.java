package tsa.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import tsa.gateway.GatewayLimits;
import tsa.worker.GoDuration;

/** The limits of the SSH gateway on who gets in. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
public final class GatewayOptions {
  private static final Pattern STARTUPS = Pattern.compile("(\\d{1,9}):(\\d{1,3}):(\\d{1,9})");

  @Option(
      names = "--tsa-login-timeout",
      paramLabel = "TIME",
      defaultValue = "20s",
      description = "How long a connection may take to prove a key. Default: ${DEFAULT-VALUE}")
  Duration loginTimeout;

  @Option(
      names = "--tsa-max-startups",
      paramLabel = "START:PERCENT:FULL",
      defaultValue = "1000:30:2000",
      description =
          "From how many connections without a proven key on newcomers are dropped at random, with"
              + " which chance, and from how many on all are (as in sshd)."
              + " Default: ${DEFAULT-VALUE}")
  String maxStartups;

  @Option(
      names = "--tsa-max-startups-per-address",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Connections without a proven key from one IPv4 address or IPv6 /64 network; less than"
              + " START above. Default: ${DEFAULT-VALUE}")
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
  public GatewayLimits.Login login() {
    return login(Runtime.getRuntime().availableProcessors());
  }

  GatewayLimits.Login login(int cores) {
    GatewayLimits.Login login = parsed();
    requireTurns(login, cores);
    return login;
  }

  /** In a flood the last in the row would be cut before its turn, and so would everybody. */
  private static void requireTurns(GatewayLimits.Login login, int cores) {
    int rate = login.handshakes(cores);
    Duration last = Duration.ofMillis(login.max() * 1_000L / rate);
    if (last.compareTo(login.timeout()) >= 0) {
      throw new IllegalArgumentException(
          "--tsa-max-startups lets %d wait, and the last of them for %s at %d handshakes a second"
                  .formatted(login.max(), GoDuration.print(last), rate)
              + " (--tsa-handshake-rate): that must be less than --tsa-login-timeout "
              + GoDuration.print(login.timeout()));
    }
  }

  private GatewayLimits.Login parsed() {
    if (loginTimeout.isZero()) {
      throw new IllegalArgumentException("--tsa-login-timeout must be longer than nothing");
    }
    Matcher parts = STARTUPS.matcher(maxStartups);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "--tsa-max-startups '" + maxStartups + "' is not START:PERCENT:FULL");
    }
    try {
      return new GatewayLimits.Login(
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
