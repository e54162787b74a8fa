package tsa.lifecycle;

/**
 * What a decision about one worker rests on besides its record.
 *
 * @param asked what somebody wants of it
 * @param judge how fit the TSA is
 * @param fleet how the other workers do
 */
public record Evidence(Asked asked, Judge judge, Fleet fleet) {}
