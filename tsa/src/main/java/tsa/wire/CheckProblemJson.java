package tsa.wire;

/**
 * What went wrong in a deep check.
 *
 * @param step where
 * @param cause why, a stable word
 * @param detail what the worker said, shortened; for a person, never to be parsed
 */
public record CheckProblemJson(String step, String cause, String detail) {
  /** Refuses missing members. */
  public CheckProblemJson {
    RequiredMembers.all(step, cause, detail);
  }
}
