package tsa.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of the admin token. */
class AdminTokenTest {
  private final SecureRandom random = new SecureRandom();
  @TempDir private Path dir;

  private Path file() {
    return dir.resolve(AdminToken.FILE);
  }

  private String written() throws IOException {
    return Files.readString(file()).strip();
  }

  @Test
  void isMadeForItsOwnerAlone() throws IOException {
    AdminToken token = AdminToken.in(dir, random);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(written()).matches("[A-Za-z0-9_-]{43}");
    assertThat(token.authenticate(written())).contains(Principal.admin("admin"));
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void isKept() throws IOException {
    AdminToken.in(dir, random);
    String first = written();
    AdminToken again = AdminToken.in(dir, random);
    assertThat(written()).isEqualTo(first);
    assertThat(again.authenticate(first)).isPresent();
  }

  @Test
  void othersAreRefused() throws IOException {
    AdminToken token = AdminToken.in(dir, random);
    String right = written();
    assertThat(token.authenticate("")).isEmpty();
    assertThat(token.authenticate(right + "x")).isEmpty();
    assertThat(token.authenticate(right.substring(1))).isEmpty();
    assertThat(token.authenticate(right.toUpperCase(Locale.ROOT))).isEmpty();
  }

  @Test
  void isClosedToOthersWhenItWasOpen() throws IOException {
    AdminToken.in(dir, random);
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    AdminToken.in(dir, random);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "two words, and they are forty-three characters"})
  void somethingElseInItsPlaceIsRefused(String content) throws IOException {
    Files.writeString(file(), content);
    assertThatThrownBy(() -> AdminToken.in(dir, random))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("remove it");
    assertThat(Files.readString(file())).isEqualTo(content);
  }

  @Test
  void aLinkInItsPlaceIsRefused() throws IOException {
    Path elsewhere = dir.resolve("elsewhere");
    Files.writeString(elsewhere, "x".repeat(43));
    Files.createSymbolicLink(file(), elsewhere);
    assertThatThrownBy(() -> AdminToken.in(dir, random)).hasMessageContaining("not a plain file");
  }
}
