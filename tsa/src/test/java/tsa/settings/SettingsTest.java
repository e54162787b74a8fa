package tsa.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.gateway.settings.GatewayLimits;
import tsa.lifecycle.Policy;
import tsa.testing.Pure;

/** What flags, environment and file become. */
@Pure
class SettingsTest {
  @TempDir Path folder;

  @Command
  private static final class All {
    @Mixin ServerOptions server;
    @Mixin PostgresOptions postgres;
    @Mixin PolicyOptions rules;
  }

  private static All parsed(Map<String, String> env, Map<String, String> file, String... args) {
    All all = new All();
    CommandLine line = new CommandLine(all);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setDefaultValueProvider(new OptionDefaults(env, file, "settings.yml"));
    Converters.addTo(line);
    line.parseArgs(args);
    return all;
  }

  private Map<String, String> file(String text, String... known) throws IOException {
    Path file = Files.writeString(folder.resolve("settings.yml"), text);
    return SettingsFile.read(file, Set.of(known));
  }

  @Test
  void theDefaultsAreThoseOfTheRules() {
    All all = parsed(Map.of(), Map.of());

    assertThat(all.rules.policy()).isEqualTo(Policy.DEFAULT);
    assertThat(all.server.gateway().login()).isEqualTo(GatewayLimits.DEFAULTS.login());
    assertThat(all.postgres.external()).isEmpty();
    assertThat(all.server.hasWorkerKeys()).isFalse();
    assertThat(all.server.forwardListen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tsa-max-startups=10",
        "--tsa-max-startups=10:30:10",
        "--tsa-max-startups=0:30:10",
        "--tsa-max-startups=10:101:20",
        "--tsa-max-startups-per-address=0",
        "--tsa-handshake-rate=-1",
        "--tsa-max-connections-per-key=0",
        "--tsa-login-timeout=0s"
      })
  void limitsThatCannotBeAreRefused(String flag) {
    ServerOptions options = parsed(Map.of(), Map.of(), flag).server;
    assertThatThrownBy(options::requireUsable)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--tsa-");
  }

  @Test
  void aPortForMetricsNeedsBothOfItsHalves() {
    assertThat(parsed(Map.of(), Map.of()).server.prometheus()).isEmpty();
    All both =
        parsed(
            Map.of("CONCOURSE_PROMETHEUS_BIND_IP", "0.0.0.0"),
            Map.of(),
            "--prometheus-bind-port=9391");
    both.server.requireUsable();
    assertThat(both.server.prometheus().orElseThrow().getPort()).isEqualTo(9391);
    All half = parsed(Map.of("CONCOURSE_PROMETHEUS_BIND_PORT", "9391"), Map.of());
    assertThatThrownBy(half.server::requireUsable)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("belong together");
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Map<String, String> file =
        file(
            "stall-after: 3m\ncheck-interval: 3m\nretire-interval: 3m\n",
            "stall-after",
            "check-interval",
            "retire-interval");
    Map<String, String> env =
        Map.of("CONCOURSE_STALL_AFTER", "2m", "CONCOURSE_CHECK_INTERVAL", "2m");

    Policy policy = parsed(env, file, "--stall-after=100s").rules.policy();

    assertThat(policy.connectivity().stallAfter()).isEqualTo(Duration.ofSeconds(100));
    assertThat(policy.health().checkInterval()).isEqualTo(Duration.ofMinutes(2));
    assertThat(policy.brake().retireInterval()).isEqualTo(Duration.ofMinutes(3));
  }

  @Test
  void listsHaveCommasInTheEnvironmentAndMayBeListsInTheFile() throws IOException {
    Map<String, Path> both = Map.of("a", Path.of("/x"), "b", Path.of("/y:z"));
    String flag = "tsa-team-authorized-keys";

    assertThat(
            parsed(Map.of("CONCOURSE_TSA_TEAM_AUTHORIZED_KEYS", "a:/x,b:/y:z"), Map.of())
                .server
                .teamAuthorizedKeys())
        .isEqualTo(both);
    assertThat(
            parsed(Map.of(), file(flag + ": [\"a:/x\", \"b:/y:z\"]\n", flag))
                .server
                .teamAuthorizedKeys())
        .isEqualTo(both);
    assertThat(
            parsed(Map.of(), Map.of(), "--" + flag, "a:/x", "--" + flag + "=b:/y:z")
                .server
                .teamAuthorizedKeys())
        .isEqualTo(both);
  }

  @Test
  void bothNamesOfAnOptionAreKnownEverywhere() {
    Map<String, String> env =
        Map.of(
            "CONCOURSE_POSTGRES_HOST", "db",
            "CONCOURSE_POSTGRES_CA_CERT", "/ca");

    assertThat(parsed(env, Map.of()).postgres.external().orElseThrow().sslRootCert())
        .isEqualTo(Path.of("/ca"));
    assertThat(
            parsed(Map.of("CONCOURSE_POSTGRES_HOST", "db"), Map.of("postgres-sslrootcert", "/ca"))
                .postgres
                .external()
                .orElseThrow()
                .sslRootCert())
        .isEqualTo(Path.of("/ca"));
  }

  @Test
  void wordsOfYamlAreTakenAsTheyStand() throws IOException {
    Map<String, String> file =
        file(
            "forward-listen: off\nbind-port: 0\nbind-ip: 127.0.0.1\nlog-level: WARN\n",
            "forward-listen",
            "bind-port",
            "bind-ip",
            "log-level");

    ServerOptions server = parsed(Map.of(), file).server;

    assertThat(server.forwardListen()).isFalse();
    assertThat(server.bindPort()).isZero();
    assertThat(server.bindIp()).isEqualTo("127.0.0.1");
    assertThat(server.logLevel()).isEqualTo(ServerOptions.LogLevel.WARN);
  }

  @Test
  void anEmptyFileIsAsGoodAsNone() throws IOException {
    assertThat(file("")).isEmpty();
    assertThat(file("# nothing\n")).isEmpty();
  }

  @Test
  void heartbeatsFollowTheirInterval() {
    Policy.Connectivity connectivity =
        parsed(Map.of(), Map.of(), "--tsa-heartbeat-interval=15s").rules.policy().connectivity();

    assertThat(connectivity.heartbeatLimit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(connectivity.stallAfter()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void anyPostgresOptionOfPlaceMeansAServerOfTheirs() {
    var settings =
        parsed(Map.of("CONCOURSE_POSTGRES_PASSWORD", "secret"), Map.of()).postgres.external();

    assertThat(settings).isPresent();
    assertThat(settings.orElseThrow().host()).isEqualTo("127.0.0.1");
    assertThat(settings.orElseThrow().database()).isEqualTo("tsa");
    assertThat(settings.orElseThrow().toString()).doesNotContain("secret");
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> parsed(Map.of(), Map.of(), "--stall-after=1 s"))
        .hasMessageContaining("'1 s' is not a duration");
    assertThatThrownBy(() -> parsed(Map.of(), Map.of(), "--bind-port=70000").server.requireUsable())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--bind-port is 70000, but a port is between 0 and 65535");
    assertThatThrownBy(
            () -> parsed(Map.of(), Map.of(), "--checks-at-once=0").server.requireUsable())
        .hasMessage("--checks-at-once is 0, but it is 1 or more");
    assertThatThrownBy(() -> file("a: null\n", "a")).hasMessageContaining("'a' has to be a word");
  }
}
