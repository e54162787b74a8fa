package tsa.db.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.testcontainers.postgresql.PostgreSQLContainer;
import tsa.db.DatabaseSettings;
import tsa.db.SslMode;
import tsa.postgres.EmbeddedPostgres;
import tsa.postgres.EmbeddedSettings;

/**
 * Which server the tests use, and how to end it.
 *
 * @param label in words, for people
 * @param settings how to reach a database from which others can be made
 * @param stop ends the server if it is ours
 */
record ServerChoice(String label, DatabaseSettings settings, Runnable stop)
    implements AutoCloseable {
  /** Names a server to use: a JDBC URL with user and password in it. */
  static final String URL_VARIABLE = "TSA_TEST_JDBC_URL";

  private static final String IMAGE = "postgres:18-alpine";
  private static final Duration IMAGE_LIMIT = Duration.ofMinutes(2);

  /**
   * A given server, else Docker's, else the embedded one. A given server that does not work is an
   * error, as somebody asked for it; a Docker that does not work is passed over with a word.
   */
  static ServerChoice choose(Map<String, String> environment) {
    String url = environment.get(URL_VARIABLE);
    if (url != null && !url.isBlank()) {
      return given(url);
    }
    if (DockerProbe.answers(environment)) {
      try {
        return docker();
      } catch (RuntimeException e) {
        System.out.println("test database: Docker is there but gave no Postgres: " + e);
      }
    }
    return embedded();
  }

  @Override
  public void close() {
    stop.run();
  }

  private static ServerChoice given(String url) {
    DatabaseSettings settings = parse(url);
    return new ServerChoice("given by " + URL_VARIABLE + ", " + settings, settings, () -> {});
  }

  /** Reads a JDBC URL as the driver does. */
  static DatabaseSettings parse(String url) {
    Properties parts = Driver.parseURL(url, null);
    if (parts == null) {
      throw new IllegalArgumentException(
          URL_VARIABLE
              + " is no PostgreSQL URL; it looks like"
              + " jdbc:postgresql://host:5432/postgres?user=me&password=secret");
    }
    String user = PGProperty.USER.getOrDefault(parts);
    String mode = PGProperty.SSL_MODE.getOrDefault(parts);
    return DatabaseSettings.plain(
            first(PGProperty.PG_HOST.getOrDefault(parts), "localhost"),
            Integer.parseInt(first(PGProperty.PG_PORT.getOrDefault(parts), "5432")),
            user == null ? "postgres" : user,
            PGProperty.PASSWORD.getOrDefault(parts),
            first(PGProperty.PG_DBNAME.getOrDefault(parts), "postgres"))
        .withSsl(mode == null ? SslMode.PREFER : SslMode.of(mode), null, null, null);
  }

  /** The driver allows a list of servers; a test needs one. */
  private static String first(@Nullable String list, String otherwise) {
    return list == null || list.isBlank() ? otherwise : list.split(",", 2)[0];
  }

  private static ServerChoice docker() {
    PostgreSQLContainer container = new PostgreSQLContainer(IMAGE).withStartupTimeout(IMAGE_LIMIT);
    container.start();
    DatabaseSettings settings =
        DatabaseSettings.plain(
            container.getHost(),
            container.getFirstMappedPort(),
            container.getUsername(),
            container.getPassword(),
            container.getDatabaseName());
    return new ServerChoice("Docker, " + IMAGE, settings, container::stop);
  }

  private static ServerChoice embedded() {
    Path work = temporaryDirectory();
    EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedSettings.throwaway(work));
    DatabaseSettings settings =
        DatabaseSettings.plain(
            postgres.host(),
            postgres.port(),
            postgres.user(),
            postgres.password(),
            postgres.database());
    return new ServerChoice(
        "embedded, process " + postgres.pid(),
        settings,
        () -> {
          postgres.close();
          delete(work);
        });
  }

  /**
   * Below the build's own directory where there is one: a killed test run is cleaned up with it.
   */
  private static Path temporaryDirectory() {
    try {
      Path target = Path.of("target").toAbsolutePath();
      return Files.isDirectory(target)
          ? Files.createTempDirectory(target, "postgres-")
          : Files.createTempDirectory("tsa-test-postgres-");
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the test database", e);
    }
  }

  private static void delete(Path root) {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove the test database", e);
    }
  }
}
