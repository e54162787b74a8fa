package tsa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.ApiRig;
import tsa.testing.Golden;

/** Logins that are saved under a name, and which of all the places counts. */
class TargetsTest {
  private final ApiRig rig = new ApiRig();
  @TempDir private Path config;
  private Map<String, String> env = Map.of();

  @BeforeEach
  void home() {
    env = Map.of("XDG_CONFIG_HOME", config.toString());
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private String url() {
    return "http://127.0.0.1:" + rig.port();
  }

  private Path file() {
    return config.resolve("tsa").resolve("targets.yml");
  }

  private CliRun run(String... args) {
    return CliRun.piped(env, args);
  }

  private CliRun with(String name, String value, String... args) {
    Map<String, String> more = new HashMap<>(env);
    more.put(name, value);
    return CliRun.piped(more, args);
  }

  private CliRun login(String target, String user) {
    return run("login", "-t", target, "-c", url(), "-u", user, "-p", user);
  }

  private CliRun golden(String file, CliRun run, String... args) {
    String shown =
        run.transcript(args)
            .replace(":" + rig.port(), ":PORT")
            .replace(config.toString(), "CONFIG")
            .replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ", "WHEN")
            .replaceAll("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ", "WHEN");
    Golden.assertMatches("cli/" + file + ".txt", shown);
    return run;
  }

  private CliRun golden(String file, String... args) {
    return golden(file, run(args), args);
  }

  @Test
  void aDayOfAnOperator() throws IOException {
    assertThat(
            golden("login", "login", "-t", "ci", "-c", url(), "-u", "mary", "-p", "mary").status())
        .isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(config.resolve("tsa"))) {
      assertThat(files).as("no half-written file is left").containsExactly(file());
    }
    golden("login-status", "status", "-t", "ci");
    golden("login-userinfo", "userinfo", "-t", "ci");
    golden("login-targets", "targets");
    golden("login-targets-json", "targets", "--json");
    golden("login-names", "names", "targets");
    assertThat(golden("login-acts", "cordon", "-t", "ci", "-w", "bravo").status()).isZero();
    assertThat(run("events", "-t", "ci", "-w", "bravo").out()).contains("  mary (main)  ");
    String saved = Files.readString(file());
    assertThat(golden("logout", "logout", "-t", "ci").status()).isZero();
    assertThat(Files.readString(file())).doesNotContain("token:");
    golden("logout-again", "logout", "-t", "ci");
    golden("logout-then", "workers", "-t", "ci");
    golden("logout-targets", "targets");
    Files.writeString(file(), saved);
    assertThat(golden("logout-at-the-gateway-too", "workers", "-t", "ci").status()).isEqualTo(1);
  }

  @Test
  void aSecondLoginNeedsOnlyThePassword() {
    assertThat(login("ci", "mary").status()).isZero();
    CliRun.Seat seat = CliRun.Seat.piped(env).withTyped("mary");
    assertThat(seat.run("login", "-t", "ci").err()).isEmpty();
    assertThat(seat.run("login", "-t", "ci", "--password-stdin", "--json").out())
        .contains("\"logged_in\" : true")
        .doesNotContain("token");
    assertThat(run("status", "-t", "ci").status()).isZero();
  }

  @Test
  void refusals() {
    String[] wrong = {"login", "-t", "ci", "-c", url(), "-u", "mary", "-p", "guessed"};
    assertThat(golden("login-wrong", wrong).status()).isEqualTo(1);
    String[] team = {"login", "-t", "ci", "-c", url(), "-u", "mary", "-p", "mary", "-n", "other"};
    assertThat(golden("login-other-team", team).status()).isEqualTo(1);
    golden("login-no-url", "login", "-t", "ci", "-u", "mary", "-p", "mary");
    golden("login-nobody-to-ask", "login", "-t", "ci", "-c", url(), "-u", "mary");
    golden("login-bad-name", "login", "-t", "../ci", "-c", url(), "-u", "mary", "-p", "mary");
    golden("login-bad-url", "login", "-t", "ci", "-c", "ci", "-u", "mary", "-p", "mary");
    assertThat(Files.exists(file())).as("nothing is saved of a login that failed").isFalse();
    golden("target-unknown", "workers", "-t", "ci");
    golden("targets-none", "targets");
    login("one", "mary");
    golden("target-misspelt", "workers", "-t", "oen");
    assertThat(
            run("login", "-t", "x", "-c", url(), "-u", "m", "-p", "a", "--password-stdin").status())
        .as("one way of giving a password")
        .isEqualTo(2);
  }

  @Test
  void anOptionCountsBeforeTheEnvironmentAndThatBeforeATargetItNames() {
    login("ci", "mary");
    assertThat(with("TSA_TARGET", "ci", "status").out()).contains(" as mary");
    assertThat(with("TSA_URL", "http://127.0.0.1:1", "status", "-t", "ci").out())
        .contains(" as mary");
    assertThat(with("TSA_TOKEN", ApiRig.VIEWER, "status", "-t", "ci").out()).contains(" as mary");
    Map<String, String> all = new HashMap<>(env);
    all.put("TSA_TARGET", "ci");
    all.put("TSA_TOKEN", ApiRig.VIEWER);
    assertThat(CliRun.piped(all, "status").out()).contains(" as victor");
    assertThat(CliRun.piped(all, "status", "-t", "ci").out()).contains(" as mary");
    all.put("TSA_URL", "http://127.0.0.1:1");
    assertThat(CliRun.piped(all, "status").err()).contains("cannot reach http://127.0.0.1:1");
    assertThat(CliRun.piped(all, "status", "--api-url", url()).out()).contains(" as victor");
  }

  @Test
  void theTokenOfATargetGoesToItsOwnAddressOnly() {
    login("ci", "mary");
    Map<String, String> elsewhere = new HashMap<>(env);
    elsewhere.put("TSA_TARGET", "ci");
    elsewhere.put("TSA_URL", url());
    elsewhere.put("TSA_TOKEN_FILE", config.resolve("none").toString());
    assertThat(CliRun.piped(elsewhere, "status").err()).contains("there is no token file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void aFileThatIsOpenToOthersIsRefused(String permissions) throws IOException {
    login("ci", "mary");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString(permissions));
    for (String[] args : List.of(new String[] {"targets"}, new String[] {"status", "-t", "ci"})) {
      CliRun run = run(args);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .contains("others may use it (" + permissions + ")")
          .contains("chmod 600 " + file());
    }
    assertThat(login("two", "mary").status()).as("nor is it written").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"- a list", "targets: [", "targets:\n  ci:\n    url: x", "other: {}", "\0"})
  void aFileOfSomethingElseIsNotOverwritten(String content) throws IOException {
    login("ci", "mary");
    Files.writeString(file(), content);
    CliRun run = login("two", "mary");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is not a file of targets").doesNotContain("\tat ");
    assertThat(Files.readString(file())).isEqualTo(content);
  }

  @Test
  void withoutAHomeThereAreNoTargets() {
    assertThat(CliRun.piped(Map.of(), "targets").err())
        .contains("neither $XDG_CONFIG_HOME nor $HOME");
  }

  @Test
  void aGatewayThatIsGoneCannotKeepALoginHere() throws IOException {
    login("ci", "mary");
    rig.close();
    CliRun run = run("logout", "--all");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("may be valid until it runs out");
    assertThat(Files.readString(file())).doesNotContain("token:");
  }
}
