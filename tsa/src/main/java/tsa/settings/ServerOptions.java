package tsa.settings;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tsa.atc.AtcSettings;

/** Where the service listens, which keys it trusts, and where it keeps its things. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields in
public final class ServerOptions {
  private static final int MAX_PORT = 65_535;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      defaultValue = "tsa-data",
      description = "Keys, token and embedded database. Default: ${DEFAULT-VALUE}")
  Path workDir;

  @Option(
      names = "--bind-ip",
      paramLabel = "IP",
      defaultValue = "0.0.0.0",
      description = "Where REST listens. Default: ${DEFAULT-VALUE}")
  String bindIp;

  @Option(
      names = "--bind-port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of REST; 0 for any. Default: ${DEFAULT-VALUE}")
  int bindPort;

  @Option(
      names = "--tsa-bind-ip",
      paramLabel = "IP",
      defaultValue = "0.0.0.0",
      description = "Where the SSH gateway listens. Default: ${DEFAULT-VALUE}")
  String tsaBindIp;

  @Option(
      names = "--tsa-bind-port",
      paramLabel = "PORT",
      defaultValue = "2222",
      description = "Port of the SSH gateway; 0 for any. Default: ${DEFAULT-VALUE}")
  int tsaBindPort;

  @Option(
      names = "--peer-address",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Host under which others reach the forwarded ports. Default: ${DEFAULT-VALUE}")
  String peerAddress;

  @Option(
      names = "--forward-listen",
      paramLabel = "on|off",
      defaultValue = "on",
      description =
          "Whether each worker gets two TCP ports that others can reach it by."
              + " Default: ${DEFAULT-VALUE}")
  Switch forwardListen;

  @Option(
      names = "--forward-bind-ip",
      paramLabel = "IP",
      defaultValue = "127.0.0.1",
      description =
          "Where those ports listen. Whoever reaches them owns the worker."
              + " Default: ${DEFAULT-VALUE}")
  String forwardBindIp;

  @Option(
      names = "--tsa-host-key",
      paramLabel = "FILE",
      description = "Private host key. Default: made under the work dir")
  @Nullable Path hostKey;

  @Option(
      names = "--tsa-authorized-keys",
      paramLabel = "FILE",
      description = "Keys of workers of all teams. Default: a pair is made under the work dir")
  @Nullable Path authorizedKeys;

  @Option(
      names = "--tsa-team-authorized-keys",
      paramLabel = "TEAM:FILE",
      split = ",",
      description = "Keys of workers of one team; may be repeated")
  String @Nullable [] teamAuthorizedKeys;

  @Option(
      names = "--tsa-team-authorized-keys-file",
      paramLabel = "FILE",
      description = "YAML list of {team, ssh_keys}")
  @Nullable Path teamAuthorizedKeysFile;

  @Option(
      names = "--checks-at-once",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "The most deep checks that this gateway makes at once; fewer while they are not done in"
              + " time. Default: ${DEFAULT-VALUE}")
  int checksAtOnce;

  @Option(
      names = "--thorough-check-every",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Of so many deep checks one also streams into its volume and copies it; 0 for none."
              + " Default: ${DEFAULT-VALUE}")
  int thoroughCheckEvery;

  @Option(
      names = "--worker-max-containers",
      paramLabel = "N",
      defaultValue = "250",
      description =
          "Containers that a worker takes which does not say how many: set as the workers'"
              + " --containerd-max-containers, 0 if there is no limit. Default: ${DEFAULT-VALUE}")
  int workerMaxContainers;

  @Option(
      names = "--connection-drain-timeout",
      paramLabel = "TIME",
      defaultValue = "1h",
      description =
          "How long connections of a registration that ends may go on. Default: ${DEFAULT-VALUE}")
  Duration connectionDrainTimeout;

  @Mixin GatewayOptions gateway;

  @Mixin AtcOptions atc;

  @Option(
      names = "--concourse-version",
      paramLabel = "X.Y.Z",
      defaultValue = "8.2.5",
      description =
          "Version told to fly, which refuses to work with another minor version."
              + " Default: ${DEFAULT-VALUE}")
  String concourseVersion;

  @Option(
      names = "--worker-version",
      paramLabel = "X.Y",
      defaultValue = "2.5",
      description =
          "Worker version told to fly; workers of another major are shown as outdated."
              + " Default: ${DEFAULT-VALUE}")
  String workerVersion;

  @Option(
      names = "--prometheus-bind-ip",
      paramLabel = "IP",
      description =
          "Where metrics are told without a token, on a port of their own; needs"
              + " --prometheus-bind-port. Default: nowhere")
  @Nullable String prometheusBindIp;

  @Option(
      names = "--prometheus-bind-port",
      paramLabel = "PORT",
      description = "Port of those metrics; 0 for any. Default: none")
  @Nullable Integer prometheusBindPort;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "debug, info, warn or error. Default: ${DEFAULT-VALUE}")
  LogLevel logLevel;

  /** On or off. */
  enum Switch {
    ON,
    OFF
  }

  /** How much is logged. */
  public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR
  }

  /**
   * Refuses values that cannot be, before anything is started with them.
   *
   * @throws IllegalArgumentException naming the option, for the person who gave it
   */
  public void requireUsable() {
    port("--bind-port", bindPort);
    port("--tsa-bind-port", tsaBindPort);
    requireWholePrometheus();
    notBlank("--work-dir", workDir.toString());
    notBlank("--bind-ip", bindIp);
    notBlank("--tsa-bind-ip", tsaBindIp);
    notBlank("--peer-address", peerAddress);
    notBlank("--forward-bind-ip", forwardBindIp);
    atLeast(1, "--checks-at-once", checksAtOnce);
    atLeast(0, "--thorough-check-every", thoroughCheckEvery);
    atLeast(0, "--worker-max-containers", workerMaxContainers);
    var _ = teamAuthorizedKeys();
    var _ = gateway.login();
    var _ = atc.atc();
  }

  /** Concourse takes half of it for none; whoever writes half of it wanted it whole. */
  private void requireWholePrometheus() {
    if ((prometheusBindIp == null) != (prometheusBindPort == null)) {
      throw new IllegalArgumentException(
          "--prometheus-bind-ip and --prometheus-bind-port belong together: give both or neither");
    }
    if (prometheusBindPort != null) {
      port("--prometheus-bind-port", prometheusBindPort);
      notBlank("--prometheus-bind-ip", String.valueOf(prometheusBindIp));
    }
  }

  private static void atLeast(int least, String option, int value) {
    if (value < least) {
      throw new IllegalArgumentException(
          option + " is " + value + ", but it is " + least + " or more");
    }
  }

  private static void port(String option, int port) {
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          option + " is " + port + ", but a port is between 0 and " + MAX_PORT);
    }
  }

  private static void notBlank(String option, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(option + " is empty");
    }
  }

  /** The ATC that is told of the workers; empty if there is none. */
  public Optional<AtcSettings> atc() {
    return atc.atc();
  }

  /** Directory of everything the service keeps; may not exist yet. */
  public Path workDir() {
    return workDir;
  }

  /** Address of REST. */
  public String bindIp() {
    return bindIp;
  }

  /** Port of REST; 0 for any. */
  public int bindPort() {
    return bindPort;
  }

  /** Address of the gateway. */
  public String tsaBindIp() {
    return tsaBindIp;
  }

  /** Port of the gateway; 0 for any. */
  public int tsaBindPort() {
    return tsaBindPort;
  }

  /** Host under which others reach the forwarded ports. */
  public String peerAddress() {
    return peerAddress;
  }

  /** Whether workers get ports. */
  public boolean forwardListen() {
    return forwardListen == Switch.ON;
  }

  /** Address of those ports. */
  public String forwardBindIp() {
    return forwardBindIp;
  }

  /** The host key; null to make one. */
  public @Nullable Path hostKey() {
    return hostKey;
  }

  /** Keys of workers of all teams; null if none are given. */
  public @Nullable Path authorizedKeys() {
    return authorizedKeys;
  }

  /** YAML of team keys; null if none is given. */
  public @Nullable Path teamAuthorizedKeysFile() {
    return teamAuthorizedKeysFile;
  }

  /**
   * Key files by team.
   *
   * @throws IllegalArgumentException if an entry is not {@code TEAM:FILE}, or a team comes twice
   */
  public Map<String, Path> teamAuthorizedKeys() {
    Map<String, Path> files = new LinkedHashMap<>();
    for (String each : teamAuthorizedKeys == null ? new String[0] : teamAuthorizedKeys) {
      TeamEntry entry = TeamEntry.parse("--tsa-team-authorized-keys", each);
      if (files.put(entry.team(), entry.file()) != null) {
        throw new IllegalArgumentException(
            "--tsa-team-authorized-keys: two files for team " + entry.team());
      }
    }
    return files;
  }

  /** Whether any worker keys are given. */
  public boolean hasWorkerKeys() {
    return authorizedKeys != null
        || teamAuthorizedKeysFile != null
        || (teamAuthorizedKeys != null && teamAuthorizedKeys.length > 0);
  }

  /** Deep checks and sweeps at once. */
  public int checksAtOnce() {
    return checksAtOnce;
  }

  /** Of so many deep checks one is thorough; 0 for none. */
  public int thoroughCheckEvery() {
    return thoroughCheckEvery;
  }

  /** Containers of a worker that does not say how many it takes; 0 for no limit. */
  public int workerMaxContainers() {
    return workerMaxContainers;
  }

  /** How long connections of an ending registration may go on. */
  public Duration connectionDrainTimeout() {
    return connectionDrainTimeout;
  }

  /** The limits on who gets in. */
  public GatewayOptions gateway() {
    return gateway;
  }

  /** Version told to fly. */
  public String concourseVersion() {
    return concourseVersion;
  }

  /** Worker version told to fly. */
  public String workerVersion() {
    return workerVersion;
  }

  /** Where metrics are told on a port of their own; empty for nowhere. A port of 0 is any. */
  public Optional<InetSocketAddress> prometheus() {
    return prometheusBindIp == null || prometheusBindPort == null
        ? Optional.empty()
        : Optional.of(InetSocketAddress.createUnresolved(prometheusBindIp, prometheusBindPort));
  }

  /** How much is logged. */
  public LogLevel logLevel() {
    return logLevel;
  }
}
