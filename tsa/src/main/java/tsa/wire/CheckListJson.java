package tsa.wire;

import java.time.Instant;
import java.util.List;

/**
 * Answer of {@code GET /api/v1/workers/NAME/checks}, newest first.
 *
 * @param now the store's clock
 */
public record CheckListJson(Instant now, List<CheckJson> checks) {
  /** Copies the list. */
  public CheckListJson {
    Required.all(now, checks);
    checks = List.copyOf(checks);
  }
}
