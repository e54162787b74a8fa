package tsa.lifecycle;

import static tsa.worker.WorkerState.LANDED;
import static tsa.worker.WorkerState.LANDING;
import static tsa.worker.WorkerState.RETIRED;
import static tsa.worker.WorkerState.RETIRING;
import static tsa.worker.WorkerState.RUNNING;
import static tsa.worker.WorkerState.STALLED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tsa.worker.WorkerState;

/**
 * The one table of transitions: from a state, for a cause, to a state. An absent worker is an empty
 * {@link Optional}. What is not in the table cannot be built: {@link Decision.Move} and {@link
 * Decision.Forget} ask it.
 */
public final class Transitions {
  private static final Optional<WorkerState> ABSENT = Optional.empty();
  private static final Map<Cell, Optional<WorkerState>> TABLE = table();

  private Transitions() {}

  /** One cell of the table. */
  public record Cell(Optional<WorkerState> from, Cause cause) {}

  /** Where a worker of that state goes for that cause; null if it may not go anywhere. */
  static Optional<Optional<WorkerState>> target(Optional<WorkerState> from, Cause cause) {
    return Optional.ofNullable(TABLE.get(new Cell(from, cause)));
  }

  /** The allowed cells and their targets, in the order of the states. */
  public static Map<Cell, Optional<WorkerState>> all() {
    return TABLE;
  }

  /** Absent first, then the states in their order. */
  static List<Optional<WorkerState>> positions() {
    List<Optional<WorkerState>> positions = new ArrayList<>();
    positions.add(ABSENT);
    Arrays.stream(WorkerState.values()).map(Optional::of).forEach(positions::add);
    return positions;
  }

  private static Map<Cell, Optional<WorkerState>> table() {
    Map<Cell, Optional<WorkerState>> table = new LinkedHashMap<>();
    add(table, ABSENT, Cause.JOINED, RUNNING);
    for (WorkerState from : WorkerState.values()) {
      add(table, Optional.of(from), Cause.JOINED, RUNNING);
    }
    reach(table);
    drains(table);
    endings(table);
    return Collections.unmodifiableMap(table);
  }

  private static void reach(Map<Cell, Optional<WorkerState>> table) {
    add(table, Optional.of(RUNNING), Cause.UNREACHABLE, STALLED);
    add(table, Optional.of(STALLED), Cause.REACHED, RUNNING);
    add(table, Optional.of(RUNNING), Cause.CHECKS_FAILED, RETIRING);
  }

  private static void drains(Map<Cell, Optional<WorkerState>> table) {
    add(table, Optional.of(RUNNING), Cause.LAND_ASKED, LANDING);
    add(table, Optional.of(STALLED), Cause.LAND_ASKED, LANDING);
    for (WorkerState from : List.of(RUNNING, STALLED, LANDING, RETIRING)) {
      add(table, Optional.of(from), Cause.RETIRE_ASKED, RETIRING);
    }
    add(table, Optional.of(LANDED), Cause.RETIRE_ASKED, RETIRED);
    for (Cause cause : List.of(Cause.DRAINED, Cause.DRAIN_DEADLINE)) {
      add(table, Optional.of(LANDING), cause, LANDED);
      add(table, Optional.of(RETIRING), cause, RETIRED);
    }
  }

  private static void endings(Map<Cell, Optional<WorkerState>> table) {
    for (WorkerState from : List.of(RUNNING, STALLED, LANDING, LANDED, RETIRING)) {
      add(table, Optional.of(from), Cause.DELETED, RETIRED);
    }
    for (WorkerState from : List.of(STALLED, LANDING, LANDED, RETIRING, RETIRED)) {
      forget(table, from, Cause.PRUNED);
    }
    forget(table, STALLED, Cause.EPHEMERAL_GONE);
    forget(table, LANDED, Cause.EPHEMERAL_GONE);
    forget(table, STALLED, Cause.STALLED_TOO_LONG);
    forget(table, LANDED, Cause.LANDED_TOO_LONG);
    forget(table, RETIRED, Cause.RECORD_EXPIRED);
  }

  private static void add(
      Map<Cell, Optional<WorkerState>> table,
      Optional<WorkerState> from,
      Cause cause,
      WorkerState to) {
    put(table, new Cell(from, cause), Optional.of(to));
  }

  private static void forget(
      Map<Cell, Optional<WorkerState>> table, WorkerState from, Cause cause) {
    put(table, new Cell(Optional.of(from), cause), ABSENT);
  }

  private static void put(
      Map<Cell, Optional<WorkerState>> table, Cell cell, Optional<WorkerState> to) {
    if (table.put(cell, to) != null) {
      throw new IllegalStateException("two targets for " + cell);
    }
  }
}
