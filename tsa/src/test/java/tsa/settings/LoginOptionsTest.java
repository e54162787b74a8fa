package tsa.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.testing.Pure;

/** Users, teams and roles in flags, environment and files. */
@Pure
class LoginOptionsTest {
  @TempDir Path folder;

  @Command
  private static final class All {
    @Mixin LoginOptions people;
  }

  private static LoginOptions parsed(Map<String, String> env, String... args) {
    All all = new All();
    CommandLine line = new CommandLine(all);
    line.setDefaultValueProvider(new OptionDefaults(env, Map.of(), ""));
    Converters.addTo(line);
    line.parseArgs(args);
    return all.people;
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("team.yml"), text).toString();
  }

  @Test
  void nobodyIsThereByDefault() {
    LoginOptions none = parsed(Map.of());
    assertThat(none.localUsers()).isEmpty();
    assertThat(none.teams()).isEmpty();
    assertThat(none.authDuration()).isEqualTo(Duration.ofHours(24));
    assertThat(LoginOptions.nobody().localUsers()).isEmpty();
    assertThat(LoginOptions.nobody().authDuration()).isEqualTo(none.authDuration());
  }

  @Test
  void aFlagIsOneUserAndTheEnvironmentHasCommas() {
    Map<String, String> env = Map.of("CONCOURSE_ADD_LOCAL_USER", "a:1,b:2:3");
    assertThat(parsed(env).localUsers()).isEqualTo(Map.of("a", "1", "b", "2:3"));
    assertThat(parsed(env, "--add-local-user=c:x,y:z", "--add-local-user", "d:4").localUsers())
        .isEqualTo(Map.of("c", "x,y:z", "d", "4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", ":secret", "secret:", "a:secret,secret", "a:secret,a:other"})
  void anEntryThatIsNoneIsRefusedWithoutItsPassword(String entry) {
    LoginOptions options = parsed(Map.of("CONCOURSE_ADD_LOCAL_USER", entry));
    assertThatThrownBy(options::localUsers)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--add-local-user: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void ownersOfTheMainTeamAreNamedByFlag() {
    assertThat(parsed(Map.of("CONCOURSE_MAIN_TEAM_LOCAL_USER", "a,b")).teams())
        .isEqualTo(Map.of("main", Map.of("owner", List.of("a", "b"))));
  }

  @Test
  void rolesAreInTheFileOfFlySetTeam() throws IOException {
    String file =
        file(
            """
            roles:
            - name: owner
              local: {users: [alice]}
            - name: viewer
              local:
                users: [bob, carol]
            """);
    Map<String, List<String>> roles =
        Map.of("owner", List.of("alice"), "viewer", List.of("bob", "carol"));
    assertThat(parsed(Map.of(), "--main-team-config", file, "--team-config=ops:" + file).teams())
        .isEqualTo(Map.of("main", roles, "ops", roles));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "roles: [{name: owner, github: {users: [a]}}]|github",
        "roles: [{name: owner}]|local",
        "roles: [{local: {users: [a]}}]|name",
        "roles: [{name: a, local: {users: [a]}}, {name: a, local: {users: [b]}}]|comes twice",
        "roles: 7|has to be a list",
        "roles: [{name: owner, local: {users: [{a: b}]}}]|have to have a name",
        "[]|it has to have roles",
        "rules: []|rules",
        "'roles: ['|cannot use",
      })
  void aFileThatPromisesMoreIsRefused(String text, String named) throws IOException {
    LoginOptions options = parsed(Map.of(), "--team-config=ops:" + file(text));
    assertThatThrownBy(options::teams)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("team.yml")
        .hasMessageContaining(named);
  }

  @Test
  void contradictionsAreRefused() throws IOException {
    String file = file("roles: []");
    assertRefused("not both", "--main-team-local-user=a", "--main-team-config=" + file);
    assertRefused(
        "team main comes twice", "--main-team-local-user=a", "--team-config=main:" + file);
    assertRefused("'ops' is not TEAM:FILE", "--team-config=ops");
    assertRefused("cannot use", "--team-config=ops:" + file + ".not");
    assertThatThrownBy(parsed(Map.of(), "--auth-duration=59s")::authDuration)
        .hasMessageContaining("--auth-duration");
  }

  private static void assertRefused(String named, String... args) {
    assertThatThrownBy(parsed(Map.of(), args)::teams)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }
}
