package tsa.program;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import tsa.settings.ServerOptions;

/** Sets how much this program logs. */
final class LogLevels {
  private LogLevels() {}

  /**
   * Runs something without the control loop's log, which would tell of a fleet that is not there.
   */
  static void quietly(Runnable work) {
    if (!(LoggerFactory.getLogger("tsa.control") instanceof Logger logger)) {
      work.run();
      return;
    }
    Level before = logger.getLevel();
    logger.setLevel(Level.OFF);
    try {
      work.run();
    } finally {
      logger.setLevel(before);
    }
  }

  static void set(ServerOptions.LogLevel level) {
    if (LoggerFactory.getLogger("tsa") instanceof Logger logger) {
      logger.setLevel(Level.toLevel(level.name()));
    }
  }
}
