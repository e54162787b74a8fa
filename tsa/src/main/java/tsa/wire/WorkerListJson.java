package tsa.wire;

import java.time.Instant;
import java.util.List;

/**
 * Answer of {@code GET /api/v1/workers} with a filter or in our own media type, by name.
 *
 * @param now the store's clock when it was read, to measure ages by
 */
public record WorkerListJson(Instant now, List<WorkerItemJson> workers) {
  /** Copies the list. */
  public WorkerListJson {
    RequiredMembers.all(now, workers);
    workers = List.copyOf(workers);
  }
}
