package tsa.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerJson;

/**
 * The columns of {@code tsa workers}: those of fly in fly's order, so that scripts which cut fly's
 * output can cut ours, and then ours.
 */
public final class WorkerColumns {
  private static final int STATE = 5;

  /** Judgements that say no more than the state does. */
  private static final Set<String> QUIET =
      Set.of("fit", "landed-waiting", "record-kept", "waiting-for-heartbeat");

  private final boolean details;

  /**
   * @param details whether addresses, tasks and resource types are shown, as {@code fly workers -d}
   *     does
   */
  public WorkerColumns(boolean details) {
    this.details = details;
  }

  /** Their names. */
  public List<String> header() {
    List<String> names =
        new ArrayList<>(
            List.of("name", "containers", "platform", "tags", "team", "state", "version", "age"));
    if (details) {
      names.addAll(List.of("garden address", "baggageclaim url", "active tasks", "resource types"));
    }
    names.addAll(List.of("marks", "since", "reason"));
    return names;
  }

  /** Adds a worker to a table. */
  public void add(Table table, WorkerItemJson item, Instant now) {
    table.row(cells(item, now), STATE, Colour.ofState(item.state()));
  }

  private List<String> cells(WorkerItemJson item, Instant now) {
    WorkerJson worker = item.worker();
    List<String> cells = new ArrayList<>();
    cells.add(item.name());
    cells.add(Integer.toString(worker.activeContainers()));
    cells.add(some(worker.platform()));
    cells.add(some(String.join(", ", worker.tags())));
    cells.add(some(worker.team()));
    cells.add(item.state());
    cells.add(some(worker.version()));
    cells.add(TimeText.age(worker.startTime(), now));
    if (details) {
      cells.add(some(worker.addr()));
      cells.add(some(worker.baggageclaimUrl()));
      cells.add(Integer.toString(worker.activeTasks()));
      cells.add(
          some(
              String.join(
                  ", ", worker.resourceTypes().stream().map(type -> type.type()).toList())));
    }
    cells.add(marks(item));
    cells.add(TimeText.length(Duration.between(item.since(), now)));
    cells.add(why(item));
    return cells;
  }

  /** What is the matter now, if anything is, before what once brought it into its state. */
  private static String why(WorkerItemJson item) {
    String code = item.assessment().code();
    return QUIET.contains(code) || code.equals(item.reason().code())
        ? item.reason().text()
        : item.assessment().text() + " | " + item.reason().text();
  }

  private static String marks(WorkerItemJson item) {
    List<String> marks = new ArrayList<>();
    if (item.cordon() != null) {
      marks.add("cordoned");
    }
    if (item.worker().ephemeral()) {
      marks.add("ephemeral");
    }
    return some(String.join(", ", marks));
  }

  private static String some(String text) {
    return text.isEmpty() ? "none" : text;
  }
}
