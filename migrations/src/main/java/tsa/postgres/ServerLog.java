package tsa.postgres;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the server's own log lines: passes them to the program's log and keeps the last few, to say
 * why a start failed. Safe for use by several threads.
 */
final class ServerLog {
  private static final Logger log = LoggerFactory.getLogger("tsa.postgres");
  private static final int KEPT_LINES = 20;

  private final Deque<String> last = new ArrayDeque<>();

  void add(String line) {
    synchronized (last) {
      if (last.size() == KEPT_LINES) {
        last.removeFirst();
      }
      last.addLast(line);
    }
    // A statement that failed is reported by whoever sent it; only the server's own troubles count.
    if (line.contains("FATAL:") || line.contains("PANIC:") || line.contains("WARNING:")) {
      log.warn("{}", line);
    } else {
      log.debug("{}", line);
    }
  }

  /** The last lines, joined; empty when the server has said nothing. */
  String tail() {
    synchronized (last) {
      return last.stream().collect(Collectors.joining(System.lineSeparator()));
    }
  }
}
