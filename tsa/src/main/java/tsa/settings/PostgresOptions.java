package tsa.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tsa.db.DatabaseSettings;
import tsa.db.SslMode;

/** Which Postgres to use; the embedded one if none of these is given. Concourse's names. */
public final class PostgresOptions {
  private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(10);

  @Option(
      names = "--postgres-host",
      paramLabel = "HOST",
      description = "Postgres to use. Default: an embedded one under the work dir")
  @Nullable String host;

  @Option(names = "--postgres-port", paramLabel = "PORT", description = "Its port. Default: 5432")
  @Nullable Integer port;

  @Option(
      names = "--postgres-user",
      paramLabel = "NAME",
      description = "Its user. Default: that of this process")
  @Nullable String user;

  @Option(
      names = "--postgres-password",
      paramLabel = "PASSWORD",
      description = "Its password; better given in CONCOURSE_POSTGRES_PASSWORD")
  @Nullable String password;

  @Option(
      names = "--postgres-database",
      paramLabel = "NAME",
      description = "Its database. Default: tsa")
  @Nullable String database;

  @Option(
      names = "--postgres-sslmode",
      paramLabel = "MODE",
      description = "disable, allow, prefer, require, verify-ca or verify-full. Default: disable")
  @Nullable String sslMode;

  @Option(
      names = {"--postgres-sslrootcert", "--postgres-ca-cert"},
      paramLabel = "FILE",
      description = "Authorities to trust")
  @Nullable Path sslRootCert;

  @Option(
      names = {"--postgres-sslcert", "--postgres-client-cert"},
      paramLabel = "FILE",
      description = "Client certificate")
  @Nullable Path sslCert;

  @Option(
      names = {"--postgres-sslkey", "--postgres-client-key"},
      paramLabel = "FILE",
      description = "Its private key")
  @Nullable Path sslKey;

  @Option(
      names = "--postgres-connect-timeout",
      paramLabel = "TIME",
      defaultValue = "5s",
      description = "How long to wait for a connection. Default: ${DEFAULT-VALUE}")
  Duration connectTimeout = Duration.ofSeconds(5);

  @Option(
      names = "--postgres-connections",
      paramLabel = "N",
      defaultValue = "16",
      description = "Most connections at once. Default: ${DEFAULT-VALUE}")
  int connections = 16;

  /**
   * The server to use; empty for the embedded one.
   *
   * @throws IllegalArgumentException if a value cannot be
   */
  public Optional<DatabaseSettings> external() {
    if (Stream.of(host, port, user, password, database, sslMode).allMatch(v -> v == null)) {
      return Optional.empty();
    }
    DatabaseSettings settings =
        new DatabaseSettings(
            host == null ? "127.0.0.1" : host,
            port == null ? 5432 : port,
            user == null ? System.getProperty("user.name", "postgres") : user,
            password,
            database == null ? "tsa" : database,
            SslMode.of(sslMode == null ? SslMode.DISABLE.word() : sslMode),
            sslRootCert,
            sslCert,
            sslKey,
            connectTimeout,
            connections,
            STATEMENT_LIMIT);
    return Optional.of(settings);
  }
}
