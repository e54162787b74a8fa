package tsa.control;

import java.time.Instant;
import tsa.lifecycle.Decision;
import tsa.lifecycle.WorkerRecord;

/** Tells what the rules make of a worker right now. Pure in its arguments; thread-safe. */
@FunctionalInterface
public interface Assessor {
  /**
   * The decision of this instant. A {@link Decision.Keep} says why nothing is done and what comes
   * next; a move or a removal is about to be made.
   */
  Decision assess(WorkerRecord worker, Instant now);
}
