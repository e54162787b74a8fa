package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A worker in our own list: what Concourse tells, and state, reason and evidence in short.
 *
 * @param since when it entered its state
 * @param reason why it entered it
 * @param assessment what the rules make of it now
 * @param lastSeen when it was last known to be within reach
 * @param lastCheck its latest deep check; null if there was none
 * @param connected whether a gateway holds its session
 * @param cordon null unless it is kept out of new work
 * @param worker the worker as Concourse writes it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WorkerItemJson(
    String name,
    String state,
    Instant since,
    ReasonJson reason,
    ReasonJson assessment,
    Instant lastSeen,
    @Nullable CheckSummaryJson lastCheck,
    boolean connected,
    @Nullable CordonJson cordon,
    WorkerJson worker) {
  /** Refuses missing members. */
  public WorkerItemJson {
    RequiredMembers.all(name, state, since, reason, assessment, lastSeen, worker);
  }
}
