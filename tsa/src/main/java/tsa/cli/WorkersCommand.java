package tsa.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tsa.wire.WorkerItemJson;
import tsa.wire.WorkerJson;
import tsa.wire.WorkerListJson;

/** Lists the workers, like {@code fly workers}, with state, reason and since when. */
@Command(
    name = "workers",
    description = "List the workers: what fly shows, and why each is in its state.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa workers                    those that are known, without retired ones",
      "  tsa workers -d --all           with addresses, and with retired ones",
      "  tsa workers --json | jq '.workers[] | select(.state == \"stalled\") | .name'"
    })
final class WorkersCommand extends RemoteCommand {
  private static final int STATE_COLUMN = 5;

  @Option(
      names = {"-d", "--details"},
      description = "Also show addresses, tasks and resource types.")
  private boolean details;

  @Option(names = "--all", description = "Also show retired workers.")
  private boolean all;

  @Option(
      names = "--print-table-headers",
      description = "Show the header even when the output is not a terminal.")
  private boolean headers;

  WorkersCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, Screen screen) throws CliException {
    WorkerListJson list = api.workers();
    List<WorkerItemJson> shown =
        list.workers().stream().filter(item -> all || !item.state().equals("retired")).toList();
    if (json()) {
      screen.json(new WorkerListJson(list.now(), shown));
      return OK;
    }
    Table table = new Table(surroundings().terminal() ? surroundings().width() : 0);
    if (headers || surroundings().terminal()) {
      table.row(header());
    }
    shown.forEach(
        item -> table.row(cells(item, list.now()), STATE_COLUMN, Colour.ofState(item.state())));
    screen.table(table);
    return OK;
  }

  private List<String> header() {
    List<String> names =
        new ArrayList<>(
            List.of("name", "containers", "platform", "tags", "team", "state", "version", "age"));
    if (details) {
      names.addAll(List.of("garden address", "baggageclaim url", "active tasks", "resource types"));
    }
    names.addAll(List.of("since", "reason"));
    return names;
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
    cells.add(Times.age(worker.startTime(), now));
    if (details) {
      cells.add(some(worker.addr()));
      cells.add(some(worker.baggageclaimUrl()));
      cells.add(Integer.toString(worker.activeTasks()));
      cells.add(
          some(
              String.join(
                  ", ", worker.resourceTypes().stream().map(type -> type.type()).toList())));
    }
    cells.add(Times.length(Duration.between(item.since(), now)));
    cells.add(item.reason().text());
    return cells;
  }

  private static String some(String text) {
    return text.isEmpty() ? "none" : text;
  }
}
