package tsa.control;

import java.time.Instant;
import java.util.Optional;
import tsa.lifecycle.Decision;
import tsa.lifecycle.Reason;
import tsa.lifecycle.WorkerRecord;

/** Tells what the rules make of a worker right now. Pure in its arguments; thread-safe. */
@FunctionalInterface
public interface Assessor {
  /**
   * The decision of this instant. A {@link Decision.Keep} says why nothing is done and what comes
   * next; a move or a removal is about to be made.
   */
  Decision assess(WorkerRecord worker, Instant now);

  /**
   * Whether the ATC is to send builds to a worker, and why, as of the last look at the fleet. Empty
   * without an ATC, and for a worker that drains or is gone.
   */
  default Optional<Reason> scheduling(WorkerRecord worker) {
    return Optional.empty();
  }
}
