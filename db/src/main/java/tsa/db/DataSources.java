package tsa.db;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Plain connections by settings, without a pool. */
public final class DataSources {
  /** A statement is ended by the server; this much later the connection itself is given up. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private DataSources() {}

  /**
   * A source of plain connections, with the connect timeout of the settings but without its
   * statement timeout: a step of the schema may take its time.
   *
   * @throws IllegalArgumentException when a certificate file that is named does not exist
   */
  public static DataSource forMigrations(DatabaseSettings settings) {
    PGSimpleDataSource source = direct(settings);
    source.setSocketTimeout(0);
    return source;
  }

  /** Connections that give up on a silent server shortly after the statement timeout. */
  static PGSimpleDataSource direct(DatabaseSettings settings) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {settings.host()});
    source.setPortNumbers(new int[] {settings.port()});
    source.setDatabaseName(settings.database());
    source.setUser(settings.user());
    source.setPassword(settings.password());
    source.setApplicationName("tsa");
    source.setTcpKeepAlive(true);
    int connectSeconds = seconds(settings.connectTimeout());
    source.setConnectTimeout(connectSeconds);
    source.setLoginTimeout(connectSeconds);
    source.setSocketTimeout(seconds(settings.statementTimeout().plus(SILENCE)));
    source.setCancelSignalTimeout(connectSeconds);
    source.setSslMode(settings.sslMode().word());
    file("sslrootcert", settings.sslRootCert(), source::setSslRootCert);
    file("sslcert", settings.sslCert(), source::setSslCert);
    file("sslkey", settings.sslKey(), source::setSslKey);
    return source;
  }

  private static void file(String name, @Nullable Path path, Consumer<String> setter) {
    if (path == null) {
      return;
    }
    if (!Files.isReadable(path)) {
      throw new IllegalArgumentException(
          "the database's %s, %s, is missing or cannot be read".formatted(name, path));
    }
    setter.accept(path.toString());
  }

  /** The driver counts in whole seconds, and takes 0 for "for ever". */
  private static int seconds(Duration limit) {
    return (int) Math.max(1, limit.plusMillis(999).toSeconds());
  }
}
