package tsa.lifecycle;

/**
 * What a decision about one worker rests on besides its record.
 *
 * @param request what somebody wants of it
 * @param evaluation whether health evaluation is active
 * @param fleet how the other workers do
 */
public record Evidence(Request request, EvaluationStatus evaluation, Fleet fleet) {}
