package tsa.gateway.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tsa.gateway.MovedClock;
import tsa.gateway.TestKeys;

/** Who may log in, and how the keys are changed while the gateway runs. */
class KeyRingTest {
  private static final String GLOBAL = TestKeys.line(TestKeys.GLOBAL);
  private static final String TEAM_A = TestKeys.line(TestKeys.TEAM_A);

  @TempDir private Path folder;
  private final MovedClock clock = new MovedClock();

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static Optional<String> owner(KeyRing keys, KeyPair pair) {
    return keys.holder(pair.getPublic()).map(KeyIdentity::owner);
  }

  @Test
  void keysAreReadFromAllThreePlaces() throws Exception {
    KeyPair yaml = TestKeys.rsa(2048);
    Path team = file("team", TEAM_A);
    Path list =
        file(
            "teams.yml",
            "- team: b\n  other: 1\n  ssh_keys:\n  - " + TestKeys.line(yaml) + "\n- {team: c}\n");
    KeyRing keys =
        new KeyRing(
            new KeySources(
                file("global", "# a comment\r\n\r\n  " + GLOBAL + "\r\n" + GLOBAL + "\n"),
                Map.of("a", List.of(team)),
                list),
            clock);
    assertThat(owner(keys, TestKeys.GLOBAL)).contains("all teams");
    assertThat(owner(keys, TestKeys.TEAM_A)).contains("team 'a'");
    assertThat(owner(keys, yaml)).contains("team 'b'");
    assertThat(owner(keys, TestKeys.STRANGER)).isEmpty();
  }

  @Test
  void fingerprintsReadAsOpensshPrintsThem() throws Exception {
    Path key = file("key.pub", GLOBAL);
    Process process = new ProcessBuilder("ssh-keygen", "-lf", key.toString()).start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    KeyRing keys = new KeyRing(KeySources.of(key), clock);
    assertThat(keys.holder(TestKeys.GLOBAL.getPublic()).orElseThrow().fingerprint())
        .isEqualTo(printed.split(" ")[1]);
  }

  @Test
  void noKeysAreNoError() throws Exception {
    KeyRing keys = new KeyRing(new KeySources(null, Map.of(), file("empty.yml", "")), clock);
    assertThat(owner(keys, TestKeys.GLOBAL)).isEmpty();
  }

  static List<List<String>> refusedLines() {
    return List.of(
        List.of("from=\"10.0.0.1\" " + GLOBAL, "option 'from' is not honoured"),
        List.of("no-pty,command=\"x y\" " + GLOBAL, "option 'command' is not honoured"),
        List.of("cert-authority " + GLOBAL, "option 'cert-authority' is not honoured"),
        List.of("restrict, " + GLOBAL, "option '' is not honoured"),
        List.of("restrict=\"x\" " + GLOBAL, "option 'restrict' is not honoured"),
        List.of("expiry-time " + GLOBAL, "option 'expiry-time' is not honoured"),
        List.of("expiry-time=20300101 " + GLOBAL, "must be in double quotes"),
        List.of("expiry-time=\"20301301Z\" " + GLOBAL, "is no date"),
        List.of("expiry-time=\"soon\" " + GLOBAL, "is not YYYYMMDD"),
        List.of("worker-names=\"a " + GLOBAL, "left open"),
        List.of("worker-names=\"a\\\\\" " + GLOBAL, "left open"),
        List.of("worker-names=\"a\"b " + GLOBAL, "is no option"),
        List.of("worker-names=\"\" " + GLOBAL, "empty pattern"),
        List.of("worker-names=\"a, b\" " + GLOBAL, "a blank"),
        List.of("worker-names=\"!a\" " + GLOBAL, "exceptions only"),
        List.of("worker-names=\"a\",worker-names=\"b\" " + GLOBAL, "twice"),
        List.of("restrict " + TEAM_A, "other options here"),
        List.of("ssh-dss AAAAB3NzaC1kc3M=", "not a supported key type"),
        List.of("hello", "not a supported key type"),
        List.of("ssh-rsa", "missing"),
        List.of("ssh-rsa %%%", "not a key"),
        List.of("ssh-rsa AAAA", "not a key"),
        List.of(GLOBAL.replace("ssh-rsa", "ssh-ed25519"), "another type"),
        List.of(TestKeys.line(TestKeys.rsa(1024)), "1024 bits is too weak"));
  }

  @ParameterizedTest
  @MethodSource("refusedLines")
  void linesThatCannotBeHonouredAreRefusedByTheirPlace(List<String> line) throws Exception {
    Path keys = file("global", "\n" + TEAM_A + "\n" + line.get(0) + "\n");
    assertThatThrownBy(() -> new KeyRing(KeySources.of(keys), clock))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining(keys + " line 3")
        .hasMessageContaining(line.get(1));
  }

  @Test
  void oneKeyHasOneOwner() throws Exception {
    Path one = file("one", TEAM_A);
    Path two = file("two", TEAM_A);
    assertThatThrownBy(() ->
            new KeyRing(
                new KeySources(null, Map.of("a", List.of(one), "b", List.of(two)), null), clock))
        .hasMessageContaining("team 'b'")
        .hasMessageContaining("team 'a' in " + one);
    assertThatThrownBy(
            () -> new KeyRing(new KeySources(one, Map.of("b", List.of(two)), null), clock))
        .hasMessageContaining("all teams");
    new KeyRing(new KeySources(null, Map.of("a", List.of(one, two)), null), clock);
  }

  static List<List<String>> refusedYaml() {
    return List.of(
        List.of("- team: ''\n  ssh_keys: [" + GLOBAL + "]", "the team is empty"),
        List.of("- ssh_keys: []", "the team is empty"),
        List.of("team: a", "not a list of teams"),
        List.of("- a", "not a map"),
        List.of("- team: 5", "team is not a string"),
        List.of("- team: a\n  ssh_keys: x", "ssh_keys is not a list"),
        List.of("- team: a\n  ssh_keys: [{}]", "a key is not a string"),
        List.of("- team: a\n  ssh_keys: ['from=\"x\" " + GLOBAL + "']", "'from' is not honoured"),
        List.of("- team: [", "not YAML"));
  }

  @ParameterizedTest
  @MethodSource("refusedYaml")
  void yamlThatCannotBeHonouredIsRefused(List<String> yaml) throws Exception {
    Path list = file("teams.yml", yaml.get(0));
    assertThatThrownBy(() -> new KeyRing(new KeySources(null, Map.of(), list), clock))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("teams.yml")
        .hasMessageContaining(yaml.get(1));
  }

  @Test
  void missingFilesAreRefused() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> new KeyRing(KeySources.of(missing), clock))
        .isInstanceOf(KeyFileException.class)
        .hasMessageContaining("cannot read");
  }

  @Test
  void aChangeCountsOnceItHasComeToRest() throws Exception {
    Path keys = file("global", GLOBAL);
    KeyFileWatcher watcher = new KeyFileWatcher(KeySources.of(keys));
    assertThat(watcher.look()).isFalse();
    file("global", GLOBAL + "\n# first half");
    assertThat(watcher.look()).isFalse();
    file("global", GLOBAL + "\n# first half\n# second half");
    assertThat(watcher.look()).isFalse();
    assertThat(watcher.look()).isTrue();
    assertThat(watcher.look()).isFalse();
    Files.delete(keys);
    assertThat(watcher.look()).isFalse();
    assertThat(watcher.look()).isTrue();
  }

  @Test
  void aFileThatIsRenamedIntoPlaceIsSeen() throws Exception {
    Path keys = file("global", GLOBAL);
    KeyFileWatcher watcher = new KeyFileWatcher(KeySources.of(keys));
    Path other = file("other", GLOBAL);
    Files.setLastModifiedTime(other, Files.getLastModifiedTime(keys));
    Files.move(other, keys, StandardCopyOption.ATOMIC_MOVE);
    assertThat(watcher.look()).isFalse();
    assertThat(watcher.look()).isTrue();
  }

  /** Kubernetes lays each version into a directory and swaps a link above the file. */
  @Test
  void aLinkThatLeadsElsewhereIsSeen() throws Exception {
    for (String version : List.of("v1", "v2")) {
      Files.createDirectory(folder.resolve(version));
      file(version + "/keys", GLOBAL);
    }
    Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("v1"));
    Path keys = Files.createSymbolicLink(folder.resolve("keys"), Path.of("..data/keys"));
    KeyFileWatcher watcher =
        new KeyFileWatcher(new KeySources(null, Map.of("a", List.of(keys)), null));
    Path swapped = Files.createSymbolicLink(folder.resolve("..tmp"), Path.of("v2"));
    Files.move(swapped, data, StandardCopyOption.ATOMIC_MOVE);
    assertThat(watcher.look()).isFalse();
    assertThat(watcher.look()).isTrue();
  }

  @Test
  void aReloadChangesAllOrNothing() throws Exception {
    Path list = file("teams.yml", "");
    KeyRing keys =
        new KeyRing(new KeySources(null, Map.of(), list), clock); // B15: no global file at all
    file("teams.yml", "- {team: a, ssh_keys: ['" + TEAM_A + "']}");
    keys.reload();
    assertThat(owner(keys, TestKeys.TEAM_A)).contains("team 'a'");
    file("teams.yml", "- {team: b, ssh_keys: ['" + GLOBAL + "', 'rubbish']}");
    assertThatThrownBy(keys::reload).isInstanceOf(KeyFileException.class);
    assertThat(owner(keys, TestKeys.TEAM_A)).contains("team 'a'");
    assertThat(owner(keys, TestKeys.GLOBAL)).isEmpty();
    file("teams.yml", "");
    keys.reload();
    assertThat(owner(keys, TestKeys.TEAM_A)).isEmpty();
  }
}
