package tsa.lifecycle;

import java.util.Optional;
import tsa.worker.WorkerState;

/** What the ATC last said of a worker's registration. */
public sealed interface AtcWord {
  /** There is no ATC. */
  record NoAtc() implements AtcWord {}

  /** It was not told of this registration yet, or has not answered. */
  record NotSaid() implements AtcWord {}

  /**
   * It has a row of it.
   *
   * @param state of the row; never {@link WorkerState#RETIRED}
   */
  record RowState(WorkerState state) implements AtcWord {}

  /** It has none. */
  record NoRow() implements AtcWord {}

  /** The state of its row, if it has one that is known. */
  default Optional<WorkerState> row() {
    return this instanceof RowState row ? Optional.of(row.state()) : Optional.empty();
  }

  /** Whether a drain is over by its word: none of its builds is left on the worker. */
  default boolean isDrained() {
    return this instanceof NoRow || row().filter(WorkerState.LANDED::equals).isPresent();
  }
}
