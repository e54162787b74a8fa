package tsa.migrations;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Sees to it that a step does not wait for a table for ever: transactions get forgotten. */
final class LockLimit extends BaseCallback {
  private final Duration limit;

  LockLimit(Duration limit) {
    this.limit = limit;
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_CONNECT;
  }

  @Override
  public void handle(Event event, Context context) {
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("set lock_timeout = " + limit.toMillis());
    } catch (SQLException e) {
      throw new FlywayException("cannot set lock_timeout: " + e.getMessage(), e);
    }
  }
}
