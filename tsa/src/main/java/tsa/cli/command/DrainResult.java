package tsa.cli.command;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How waiting for a drain ended.
 *
 * @param done whether the worker left with its work done
 * @param state its last known state; null if it is not known any more
 * @param text the same for a person
 * @param blockers what still ran on it, as far as that is known by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DrainResult(
    String worker, boolean done, @Nullable String state, String text, List<String> blockers) {
  DrainResult {
    blockers = List.copyOf(blockers);
  }
}
