package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One deep check. Its number, end, registration and gateway are null in the answer to a check that
 * was just asked for: those are known once it has been written down.
 *
 * @param kind why it was made: {@code admission}, {@code periodic} or {@code asked}
 * @param verdict what it found
 * @param problem the step and cause behind a verdict other than healthy
 * @param ms how long it took in all
 * @param steps those that were begun, in their order
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckJson(
    @Nullable Long id,
    @Nullable Instant at,
    String worker,
    String kind,
    String verdict,
    @Nullable CheckProblemJson problem,
    long ms,
    List<CheckStepJson> steps,
    @Nullable Long incarnation,
    @Nullable String gateway) {
  /** Copies the list. */
  public CheckJson {
    RequiredMembers.all(worker, kind, verdict, steps);
    steps = List.copyOf(steps);
  }
}
