package tsa.db;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the database, and the limits of using it. Immutable; {@link #toString()} never shows
 * the password.
 *
 * @param host name or address of the server
 * @param port 1 to 65535
 * @param user the login
 * @param password null when the server asks for none
 * @param database name of the database
 * @param sslMode how the connection is protected
 * @param sslRootCert PEM file of the authorities to trust; null for the driver's default
 * @param sslCert PEM file of our own certificate; null for none
 * @param sslKey its private key (PKCS-8, PEM or DER); null for none
 * @param connectTimeout how long to wait for a connection, from the pool or new; at least 250 ms
 * @param poolSize most connections open at once, at least 1
 * @param statementTimeout how long one statement may run before the server ends it; at least 1 ms
 */
public record DatabaseSettings(
    String host,
    int port,
    String user,
    @Nullable String password,
    String database,
    SslMode sslMode,
    @Nullable Path sslRootCert,
    @Nullable Path sslCert,
    @Nullable Path sslKey,
    Duration connectTimeout,
    int poolSize,
    Duration statementTimeout) {

  /** Shortest wait that the pool accepts. */
  private static final Duration SHORTEST_CONNECT = Duration.ofMillis(250);

  /** Checks the ranges; says which one is wrong. */
  public DatabaseSettings {
    require(!host.isBlank(), "the database host is empty");
    require(port > 0 && port < 65536, "the database port must be 1 to 65535, not " + port);
    require(!user.isBlank(), "the database user is empty");
    require(!database.isBlank(), "the database name is empty");
    require(
        connectTimeout.compareTo(SHORTEST_CONNECT) >= 0,
        "the database connect timeout must be 250ms or more, not " + connectTimeout);
    require(poolSize > 0, "the database pool needs at least 1 connection, not " + poolSize);
    require(
        statementTimeout.toMillis() > 0,
        "the database statement timeout must be 1ms or more, not " + statementTimeout);
    require(
        (sslCert == null) == (sslKey == null),
        "a database client certificate and its key belong together: give both or neither");
  }

  /** Settings of a server without TLS: 5 s to connect, 16 connections, 10 s for a statement. */
  public static DatabaseSettings plain(
      String host, int port, String user, @Nullable String password, String database) {
    return new DatabaseSettings(
        host,
        port,
        user,
        password,
        database,
        SslMode.DISABLE,
        null,
        null,
        null,
        Duration.ofSeconds(5),
        16,
        Duration.ofSeconds(10));
  }

  /** The same with another database name. */
  public DatabaseSettings withDatabase(String name) {
    return new DatabaseSettings(
        host,
        port,
        user,
        password,
        name,
        sslMode,
        sslRootCert,
        sslCert,
        sslKey,
        connectTimeout,
        poolSize,
        statementTimeout);
  }

  /** The same with other limits. */
  public DatabaseSettings withLimits(Duration connect, int pool, Duration statement) {
    return new DatabaseSettings(
        host,
        port,
        user,
        password,
        database,
        sslMode,
        sslRootCert,
        sslCert,
        sslKey,
        connect,
        pool,
        statement);
  }

  /** The same with TLS as given. */
  public DatabaseSettings withSsl(
      SslMode mode, @Nullable Path rootCert, @Nullable Path cert, @Nullable Path key) {
    return new DatabaseSettings(
        host,
        port,
        user,
        password,
        database,
        mode,
        rootCert,
        cert,
        key,
        connectTimeout,
        poolSize,
        statementTimeout);
  }

  /** Everything but the password. */
  @Override
  public String toString() {
    return "%s@%s:%d/%s (sslmode %s, %d connections, connect %s, statement %s)"
        .formatted(
            user, host, port, database, sslMode.word(), poolSize, connectTimeout, statementTimeout);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
