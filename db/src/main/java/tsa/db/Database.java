package tsa.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The pool of connections and the only way to use it: transactions. Every wait is bounded: for a
 * connection by the connect timeout, for a statement and for a lock by the statement timeout, for a
 * silent server by the same and a little more. Safe for use by any number of threads.
 */
public final class Database implements AutoCloseable {
  private final PGSimpleDataSource direct;
  private final HikariDataSource pool;
  private final DSLContext dsl;

  private Database(PGSimpleDataSource direct, HikariDataSource pool) {
    this.direct = direct;
    this.pool = pool;
    this.dsl =
        DSL.using(
            pool,
            SQLDialect.POSTGRES,
            new Settings().withExecuteLogging(false).withFetchWarnings(false));
  }

  /**
   * Makes the pool. Connects in the background only: a database that is away makes later calls
   * fail, not this one.
   *
   * @throws IllegalArgumentException when a certificate file that is named does not exist
   */
  public static Database open(DatabaseSettings settings) {
    PGSimpleDataSource direct = DataSources.direct(settings);
    return new Database(direct, new HikariDataSource(poolConfig(settings, direct)));
  }

  /**
   * Runs {@code work} in one transaction and commits; takes everything back when it throws.
   *
   * @param work gets the transaction; it must neither keep it nor hand it to another thread
   * @return what {@code work} returned
   * @throws DatabaseException when the database fails; whatever else {@code work} throws is passed
   *     on as it is
   */
  public <T extends @Nullable Object> T transaction(Function<DSLContext, T> work) {
    try {
      return dsl.transactionResult(configuration -> work.apply(configuration.dsl()));
    } catch (DataAccessException e) {
      throw DatabaseException.of(e);
    }
  }

  /** As {@link #transaction(Function)}, with a limit of its own for each statement and lock. */
  public <T extends @Nullable Object> T transaction(
      Duration statementLimit, Function<DSLContext, T> work) {
    return transaction(tx -> {
      String limit = Long.toString(Math.max(1, statementLimit.toMillis()));
      tx.fetch(
          "select set_config('statement_timeout', ?, true), set_config('lock_timeout', ?, true)",
          limit,
          limit);
      return work.apply(tx);
    });
  }

  /** As {@link #transaction(Function)}, for work without an answer. */
  public void run(Consumer<DSLContext> work) {
    this.<@Nullable Void>transaction(tx -> {
      work.accept(tx);
      return null;
    });
  }

  /**
   * Asks the server for the time: proof that it answers.
   *
   * @return the database's clock
   * @throws DatabaseException when it does not answer within the limits
   */
  public Instant ping() {
    return transaction(
        tx -> tx.select(DSL.field("clock_timestamp()", Instant.class)).fetchSingle().value1());
  }

  /**
   * Opens a connection outside of the pool, to be closed by the caller; for LISTEN, which holds on
   * to one for as long as the program runs.
   *
   * @throws DatabaseException when no server answers
   */
  public Connection dedicatedConnection() {
    try {
      return direct.getConnection();
    } catch (SQLException e) {
      throw DatabaseException.of(e);
    }
  }

  /**
   * Begins to listen to a channel, on a connection outside of the pool.
   *
   * @param channel a plain name
   * @return to be closed by the caller
   * @throws DatabaseException when no server answers
   */
  public NotificationListener listen(String channel) {
    return NotificationListener.on(dedicatedConnection(), channel);
  }

  /**
   * Notifies all who listen to a channel.
   *
   * @param channel a plain name
   * @param word what they get; at most 7,999 bytes
   * @throws DatabaseException when no server answers
   */
  public void say(String channel, String word) {
    run(tx -> tx.fetch("select pg_notify(?, ?)", channel, word));
  }

  /** Connections open now, in use or idle. */
  public int openConnections() {
    return pool.getHikariPoolMXBean().getTotalConnections();
  }

  /** Threads waiting for a connection now. */
  public int waitingThreads() {
    return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
  }

  /** Closes all connections; calls after that fail. */
  @Override
  public void close() {
    pool.close();
  }

  private static HikariConfig poolConfig(DatabaseSettings settings, DataSource direct) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("tsa");
    config.setDataSource(direct);
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(Math.min(2, settings.poolSize()));
    config.setConnectionTimeout(settings.connectTimeout().toMillis());
    config.setValidationTimeout(settings.connectTimeout().toMillis());
    // Do not fail, do not wait: see open.
    config.setInitializationFailTimeout(-1);
    config.setConnectionInitSql(limits(settings));
    return config;
  }

  private static String limits(DatabaseSettings settings) {
    long statement = settings.statementTimeout().toMillis();
    // A transaction that waits for our own code holds locks that others wait for.
    return "set statement_timeout = %d; set lock_timeout = %d; set %s = %d"
        .formatted(statement, statement, "idle_in_transaction_session_timeout", 2 * statement);
  }
}
