package tsa.migrations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;
import tsa.postgres.EmbeddedPostgres;
import tsa.postgres.EmbeddedSettings;
import tsa.postgres.FileTrees;

/** One throwaway server for all test classes of this module that do not test the server itself. */
final class SharedPostgres implements BeforeAllCallback {
  private @Nullable RunningServer server;

  @Override
  public void beforeAll(ExtensionContext context) {
    server =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.create(SharedPostgres.class))
            .getOrComputeIfAbsent("server", key -> RunningServer.start(), RunningServer.class);
  }

  /** Makes an empty database and says how to reach it. */
  PGSimpleDataSource emptyDatabase() {
    String name = "test_" + UUID.randomUUID().toString().replace('-', '_');
    execute(source("postgres"), "create database " + name);
    return source(name);
  }

  /** A source of connections to a database of this server, whether it exists or not. */
  PGSimpleDataSource source(String database) {
    EmbeddedPostgres postgres = Objects.requireNonNull(server).postgres();
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {postgres.host()});
    source.setPortNumbers(new int[] {postgres.port()});
    source.setDatabaseName(database);
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    return source;
  }

  static void execute(PGSimpleDataSource source, String sql) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + ": " + e.getMessage(), e);
    }
  }

  private record RunningServer(EmbeddedPostgres postgres, Path work) implements AutoCloseable {
    static RunningServer start() {
      try {
        Path work = Files.createTempDirectory("tsa-migrations-test-");
        return new RunningServer(EmbeddedPostgres.start(EmbeddedSettings.throwaway(work)), work);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      postgres.close();
      FileTrees.delete(work);
    }
  }
}
