package tsa.migrations;

import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/** Sees to it that a step waits a minute for a table, not for ever: transactions get forgotten. */
final class LockLimit extends BaseCallback {
  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_CONNECT;
  }

  @Override
  public void handle(Event event, Context context) {
    try (Statement statement = context.getConnection().createStatement()) {
      statement.execute("set lock_timeout = '60s'");
    } catch (java.sql.SQLException e) {
      throw new FlywayException("cannot set lock_timeout: " + e.getMessage(), e);
    }
  }
}
