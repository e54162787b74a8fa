package tsa.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A connection that listens to a channel. Used by one thread, but for {@link #close}. */
public final class NotificationListener implements AutoCloseable {
  /** What the connection is called in {@code pg_stat_activity}. */
  public static final String NAME = "tsa listening";

  private static final int PROOF_SECONDS = 5;

  private final Connection connection;

  private NotificationListener(Connection connection) {
    this.connection = connection;
  }

  /** Begins to listen on a connection, which is closed with it, and if that fails. */
  static NotificationListener on(Connection connection, String channel) {
    try (Statement listen = connection.createStatement()) {
      listen.execute("set application_name = '" + NAME + "'");
      listen.execute("listen " + listen.enquoteIdentifier(channel, true));
      return new NotificationListener(connection);
    } catch (SQLException e) {
      new NotificationListener(connection).close();
      throw DatabaseException.of(e);
    }
  }

  /**
   * Waits for notifications.
   *
   * @return what they brought, in their order; empty when the time is over
   * @throws DatabaseException when the connection is lost, or closed meanwhile
   */
  public List<String> await(Duration longest) {
    try {
      // The driver takes 0 for "for ever".
      int millis = Math.clamp(longest.toMillis(), 1, Integer.MAX_VALUE);
      PGNotification[] heard = connection.unwrap(PGConnection.class).getNotifications(millis);
      return heard == null
          ? List.of()
          : Arrays.stream(heard).map(PGNotification::getParameter).toList();
    } catch (SQLException e) {
      throw DatabaseException.of(e);
    }
  }

  /**
   * Asks the server for a sign of life: a connection that died in silence gives no notifications.
   *
   * @throws DatabaseException when there is none within a few seconds
   */
  public void prove() {
    try {
      if (!connection.isValid(PROOF_SECONDS)) {
        throw new SQLException("the connection that listens does not answer", "08006");
      }
    } catch (SQLException e) {
      throw DatabaseException.of(e);
    }
  }

  /** Closes the connection at once, also under a thread that waits on it. */
  @Override
  public void close() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is of no more use either way.
    }
  }
}
