package tsa;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;
import tsa.settings.ServerOptions;

/** Sets how much this program logs. */
final class LogLevels {
  private LogLevels() {}

  static void set(ServerOptions.LogLevel level) {
    if (LoggerFactory.getLogger("tsa") instanceof Logger logger) {
      logger.setLevel(Level.toLevel(level.name()));
    }
  }
}
