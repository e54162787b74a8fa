package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answer of {@code GET /api/v1/workers/NAME/health}, with 200 if the worker is fit and 503 if not.
 *
 * @param worker its name
 * @param health {@code fit}, {@code suspect}, {@code unfit}, {@code quarantined}, {@code
 *     out-of-service}, {@code unknown} or {@code absent}; only {@code unfit} is a ground for
 *     replacing it
 * @param state one of the six; null if there is no such worker
 * @param since when it entered its state; null if there is no such worker
 * @param reason why
 * @param now the store's clock
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HealthJson(
    String worker,
    String health,
    @Nullable String state,
    @Nullable Instant since,
    ReasonJson reason,
    Instant now) {
  /** Refuses missing members. */
  public HealthJson {
    RequiredMembers.all(worker, health, reason, now);
  }
}
