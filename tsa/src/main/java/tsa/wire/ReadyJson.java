package tsa.wire;

import java.util.List;

/**
 * Answer of {@code GET /readyz}.
 *
 * @param ready whether this gateway can take workers and requests
 * @param problems why not, for a person; empty if it can
 */
public record ReadyJson(boolean ready, List<String> problems) {
  /** Copies the list. */
  public ReadyJson {
    RequiredMembers.all(problems);
    problems = List.copyOf(problems);
  }
}
