package tsa.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of rows that cannot be read: once for each revision, although every pass over the fleet
 * meets them again. Remembers a bounded number. Thread-safe.
 */
final class CorruptRows {
  private static final Logger log = LoggerFactory.getLogger(CorruptRows.class);
  private static final int REMEMBERED = 256;

  private final Map<String, Long> told = new LinkedHashMap<>();

  /** Tells of a row, unless it was told of before. */
  void tell(String worker, long revision, IllegalArgumentException problem) {
    if (isNew(worker, revision)) {
      log.atError()
          .addKeyValue("worker", worker)
          .addKeyValue("revision", revision)
          .setCause(problem)
          .log("left out of the fleet, its row cannot be read: {}", problem.getMessage());
    }
  }

  private synchronized boolean isNew(String worker, long revision) {
    Long before = told.put(worker, revision);
    if (told.size() > REMEMBERED) {
      told.remove(told.keySet().iterator().next());
    }
    return before == null || before != revision;
  }
}
