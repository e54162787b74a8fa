package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest deep check of a worker in short.
 *
 * @param at when it ended
 * @param problem null if nothing went wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckSummaryJson(Instant at, String verdict, @Nullable CheckProblemJson problem) {
  /** Refuses missing members. */
  public CheckSummaryJson {
    RequiredMembers.all(at, verdict);
  }
}
