package tsa.control;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import tsa.lifecycle.Reason;
import tsa.worker.WorkerName;

/**
 * Something that holds the rules for the fleet as a whole.
 *
 * @param reason which, with its numbers
 * @param workers those that would have been acted on, over all gateways
 */
public record Alarm(Reason reason, SortedSet<WorkerName> workers) {
  /** Copies the set. */
  public Alarm {
    workers = Collections.unmodifiableSortedSet(new TreeSet<>(workers));
  }
}
