package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of a worker's history.
 *
 * @param id grows with time; for paging
 * @param from its state before; null if it was absent
 * @param to its state after; null if it is gone
 * @param actor who: a user, the worker itself, or {@code tsa} for the rules
 * @param incarnation the registration it concerns; null if none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EventJson(
    long id,
    Instant at,
    String worker,
    String kind,
    @Nullable String from,
    @Nullable String to,
    ReasonJson reason,
    String actor,
    @Nullable Long incarnation,
    String gateway) {
  /** Refuses missing members. */
  public EventJson {
    RequiredMembers.all(at, worker, kind, reason, actor, gateway);
  }
}
