package tsa.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** What settings are accepted, what they say of themselves, and what the driver is told. */
final class DatabaseSettingsTest {
  private static final DatabaseSettings PLAIN =
      DatabaseSettings.plain("db.example", 5432, "tsa", "s3cret", "tsa");

  @TempDir Path files;

  @Test
  void neverShowThePassword() {
    assertThat(PLAIN.toString())
        .isEqualTo(
            "tsa@db.example:5432/tsa (sslmode disable, 16 connections,"
                + " connect PT5S, statement PT10S)")
        .doesNotContain("s3cret");
  }

  @Test
  void refuseWhatCannotWork() {
    assertRefused("port", () -> DatabaseSettings.plain("h", 0, "u", null, "d"));
    assertRefused("port", () -> DatabaseSettings.plain("h", 65536, "u", null, "d"));
    assertRefused("host", () -> DatabaseSettings.plain(" ", 1, "u", null, "d"));
    assertRefused("user", () -> DatabaseSettings.plain("h", 1, "", null, "d"));
    assertRefused("name", () -> DatabaseSettings.plain("h", 1, "u", null, ""));
    Duration second = Duration.ofSeconds(1);
    assertRefused("250ms", () -> PLAIN.withLimits(Duration.ofMillis(249), 1, second));
    assertRefused("at least 1", () -> PLAIN.withLimits(second, 0, second));
    assertRefused("1ms", () -> PLAIN.withLimits(second, 1, Duration.ZERO));
    assertRefused(
        "both or neither", () -> PLAIN.withSsl(SslMode.REQUIRE, null, Path.of("client.pem"), null));
  }

  @Test
  void refuseACertificateThatIsNotThere() {
    DatabaseSettings settings =
        PLAIN.withSsl(SslMode.VERIFY_FULL, files.resolve("gone.pem"), null, null);
    assertRefused("sslrootcert", () -> DataSources.direct(settings));
  }

  @Test
  void reachTheDriver() throws IOException {
    Path root = Files.createFile(files.resolve("root.pem"));
    Path cert = Files.createFile(files.resolve("cert.pem"));
    Path key = Files.createFile(files.resolve("key.pem"));
    PGSimpleDataSource source =
        DataSources.direct(PLAIN.withSsl(SslMode.VERIFY_CA, root, cert, key));

    assertThat(source.getSslmode()).isEqualTo("verify-ca");
    assertThat(source.getSslRootCert()).isEqualTo(root.toString());
    assertThat(source.getSslCert()).isEqualTo(cert.toString());
    assertThat(source.getSslKey()).isEqualTo(key.toString());
    assertThat(source.getConnectTimeout()).isEqualTo(5);
    assertThat(source.getSocketTimeout()).isEqualTo(15);
  }

  @Test
  void knowTheWordsOfPostgres() {
    for (SslMode mode : SslMode.values()) {
      assertThat(SslMode.of(mode.word())).isEqualTo(mode);
    }
    assertRefused(
        "disable, allow, prefer, require, verify-ca, verify-full", () -> SslMode.of("on"));
  }

  private static void assertRefused(
      String words, org.assertj.core.api.ThrowableAssert.ThrowingCallable attempt) {
    assertThatIllegalArgumentException().isThrownBy(attempt).withMessageContaining(words);
  }
}
