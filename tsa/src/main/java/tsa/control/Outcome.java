package tsa.control;

import tsa.lifecycle.Reason;

/** What came of a request. */
public sealed interface Outcome {
  /** It was done. */
  record Done(Reason reason) implements Outcome {}

  /** It had been done before; nothing changed. */
  record Already(Reason reason) implements Outcome {}

  /** It was not done, for that reason. */
  record Refused(Reason reason) implements Outcome {}

  /** There is no such worker. */
  record Unknown() implements Outcome {}

  /** The caller may not act on this worker. */
  record Forbidden() implements Outcome {}

  /** Others changed the worker at the same time, again and again; to be tried later. */
  record Contended() implements Outcome {}
}
