package tsa.lifecycle;

/**
 * What a decision about one worker rests on besides its record.
 *
 * @param request what somebody wants of it
 * @param evaluation whether health evaluation is active
 * @param fleet how the other workers do
 * @param atc what the ATC says of it
 */
public record Evidence(Request request, EvaluationStatus evaluation, Fleet fleet, AtcWord atc) {
  /** Without an ATC. */
  public Evidence(Request request, EvaluationStatus evaluation, Fleet fleet) {
    this(request, evaluation, fleet, new AtcWord.NoAtc());
  }
}
