package tsa.cli.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerListJson;

/**
 * Appends workers to a pipe or a file: all of them first, then those that changed. What changes by
 * itself, like ages and counts, is no change.
 */
public final class AppendingView implements WorkersView {
  private final Screen screen;
  private final WorkerColumns columns;
  private final boolean json;
  private Map<String, List<Object>> last = Map.of();

  public AppendingView(Screen screen, WorkerColumns columns, boolean json) {
    this.screen = screen;
    this.columns = columns;
    this.json = json;
  }

  @Override
  public void show(WorkerListJson list, boolean live) {
    Map<String, List<Object>> now = new LinkedHashMap<>();
    List<WorkerItemJson> changed = new ArrayList<>();
    for (WorkerItemJson item : list.workers()) {
      now.put(item.name(), essence(item));
      if (!essence(item).equals(last.get(item.name()))) {
        changed.add(item);
      }
    }
    List<String> gone = last.keySet().stream().filter(name -> !now.containsKey(name)).toList();
    last = now;
    if (json) {
      if (!changed.isEmpty() || !gone.isEmpty()) {
        screen.compact(list);
      }
      return;
    }
    Table table = new Table(0);
    changed.forEach(item -> columns.add(table, item, list.now()));
    screen.table(table);
    gone.forEach(name -> screen.line(name + "  gone"));
  }

  @Override
  public void trouble(String why) {
    screen.trouble("not up to date: " + why);
  }

  private static List<Object> essence(WorkerItemJson item) {
    return List.of(
        item.state(),
        item.since(),
        item.assessment().code(),
        item.connected(),
        item.cordon() != null,
        item.worker().team());
  }
}
