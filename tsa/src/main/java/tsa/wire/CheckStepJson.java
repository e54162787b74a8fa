package tsa.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One step of a deep check.
 *
 * @param ms how long it took
 * @param problem null if it was done
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CheckStepJson(String step, long ms, @Nullable CheckProblemJson problem) {
  /** Refuses missing members. */
  public CheckStepJson {
    RequiredMembers.all(step);
  }
}
