package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/workers/NAME/checks}, newest first.
 *
 * @param now the store's clock
 * @param before what to give as {@code before} for the next page; null if this may be the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckListJson(Instant now, List<CheckJson> checks, @Nullable Long before) {
  /** Copies the list. */
  public CheckListJson {
    RequiredMembers.all(now, checks);
    checks = List.copyOf(checks);
  }
}
