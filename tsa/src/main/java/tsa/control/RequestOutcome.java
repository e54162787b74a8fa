package tsa.control;

import tsa.lifecycle.Reason;

/** What came of a request. */
public sealed interface RequestOutcome {
  /** It was done. */
  record Done(Reason reason) implements RequestOutcome {}

  /** It had been done before; nothing changed. */
  record Already(Reason reason) implements RequestOutcome {}

  /** It was not done, for that reason. */
  record Refused(Reason reason) implements RequestOutcome {}

  /** There is no such worker. */
  record Unknown() implements RequestOutcome {}

  /** The caller may not act on this worker. */
  record Forbidden() implements RequestOutcome {}

  /** Others changed the worker at the same time, again and again; to be tried later. */
  record Contended() implements RequestOutcome {}
}
