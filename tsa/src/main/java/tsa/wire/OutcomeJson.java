package tsa.wire;

/**
 * What came of a request that was accepted; sent only to those who accept JSON by name, because fly
 * expects an empty body.
 *
 * @param outcome {@code done}, or {@code already} if it had been done before, or {@code would} if
 *     it was asked as a dry run and would be done
 */
public record OutcomeJson(String outcome, ReasonJson reason) {
  /** Refuses missing members. */
  public OutcomeJson {
    RequiredMembers.all(outcome, reason);
  }
}
