package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/workers/NAME/events}, newest first.
 *
 * @param now the store's clock
 * @param before what to give as {@code before} for the next page; null if this may be the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventListJson(Instant now, List<EventJson> events, @Nullable Long before) {
  /** Copies the list. */
  public EventListJson {
    RequiredMembers.all(now, events);
    events = List.copyOf(events);
  }
}
