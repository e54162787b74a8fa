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
  private static final Map<TransitionKey, Optional<WorkerState>> TABLE = table();

  private Transitions() {}

  /** One cell of the table. */
  public record TransitionKey(Optional<WorkerState> from, TransitionCause cause) {}

  /** Where a worker of that state goes for that cause; null if it may not go anywhere. */
  static Optional<Optional<WorkerState>> target(Optional<WorkerState> from, TransitionCause cause) {
    return Optional.ofNullable(TABLE.get(new TransitionKey(from, cause)));
  }

  /** The allowed cells and their targets, in the order of the states. */
  public static Map<TransitionKey, Optional<WorkerState>> all() {
    return TABLE;
  }

  /** Absent first, then the states in their order. */
  static List<Optional<WorkerState>> positions() {
    List<Optional<WorkerState>> positions = new ArrayList<>();
    positions.add(ABSENT);
    Arrays.stream(WorkerState.values()).map(Optional::of).forEach(positions::add);
    return positions;
  }

  private static Map<TransitionKey, Optional<WorkerState>> table() {
    Map<TransitionKey, Optional<WorkerState>> table = new LinkedHashMap<>();
    add(table, ABSENT, TransitionCause.JOINED, RUNNING);
    for (WorkerState from : WorkerState.values()) {
      add(table, Optional.of(from), TransitionCause.JOINED, RUNNING);
    }
    connectivity(table);
    drains(table);
    endings(table);
    return Collections.unmodifiableMap(table);
  }

  private static void connectivity(Map<TransitionKey, Optional<WorkerState>> table) {
    add(table, Optional.of(RUNNING), TransitionCause.UNREACHABLE, STALLED);
    add(table, Optional.of(STALLED), TransitionCause.REACHED, RUNNING);
    add(table, Optional.of(RUNNING), TransitionCause.CHECKS_FAILED, RETIRING);
  }

  private static void drains(Map<TransitionKey, Optional<WorkerState>> table) {
    add(table, Optional.of(RUNNING), TransitionCause.LAND_ASKED, LANDING);
    add(table, Optional.of(STALLED), TransitionCause.LAND_ASKED, LANDING);
    for (WorkerState from : List.of(RUNNING, STALLED, LANDING, RETIRING)) {
      add(table, Optional.of(from), TransitionCause.RETIRE_ASKED, RETIRING);
    }
    add(table, Optional.of(LANDED), TransitionCause.RETIRE_ASKED, RETIRED);
    for (TransitionCause cause : List.of(TransitionCause.DRAINED, TransitionCause.DRAIN_DEADLINE)) {
      add(table, Optional.of(LANDING), cause, LANDED);
      add(table, Optional.of(RETIRING), cause, RETIRED);
    }
  }

  private static void endings(Map<TransitionKey, Optional<WorkerState>> table) {
    for (WorkerState from : List.of(RUNNING, STALLED, LANDING, LANDED, RETIRING)) {
      add(table, Optional.of(from), TransitionCause.DELETED, RETIRED);
    }
    for (WorkerState from : List.of(STALLED, LANDING, LANDED, RETIRING, RETIRED)) {
      forget(table, from, TransitionCause.PRUNED);
    }
    forget(table, STALLED, TransitionCause.EPHEMERAL_GONE);
    forget(table, LANDED, TransitionCause.EPHEMERAL_GONE);
    forget(table, STALLED, TransitionCause.STALLED_TOO_LONG);
    forget(table, LANDED, TransitionCause.LANDED_TOO_LONG);
    forget(table, RETIRED, TransitionCause.RECORD_EXPIRED);
  }

  private static void add(
      Map<TransitionKey, Optional<WorkerState>> table,
      Optional<WorkerState> from,
      TransitionCause cause,
      WorkerState to) {
    put(table, new TransitionKey(from, cause), Optional.of(to));
  }

  private static void forget(
      Map<TransitionKey, Optional<WorkerState>> table, WorkerState from, TransitionCause cause) {
    put(table, new TransitionKey(Optional.of(from), cause), ABSENT);
  }

  private static void put(
      Map<TransitionKey, Optional<WorkerState>> table,
      TransitionKey cell,
      Optional<WorkerState> to) {
    if (table.put(cell, to) != null) {
      throw new IllegalStateException("two targets for " + cell);
    }
  }
}
