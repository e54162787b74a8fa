package tsa.cli.command;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.AppendingView;
import tsa.cli.text.LiveView;
import tsa.cli.text.Screen;
import tsa.cli.text.Table;
import tsa.cli.text.WorkerColumns;
import tsa.cli.text.WorkersView;
import tsa.wire.WorkerListJson;

/** Lists the workers, like {@code fly workers}, with marks, reason and since when. */
@Command(
    name = "workers",
    description = "List the workers: what fly shows, and why each is in its state.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa workers                    those that are known, without retired ones",
      "  tsa workers -d --all           with addresses, and with retired ones",
      "  tsa workers --watch            again and again, until Ctrl-C",
      "  tsa workers | grep stalled | cut -d' ' -f1",
      "  tsa workers --json | jq '.workers[] | select(.connected | not) | .name'"
    })
final class WorkersCommand extends RemoteCommand {
  @Option(
      names = {"-d", "--details"},
      description = "Also show addresses, tasks and resource types.")
  private boolean details;

  @Option(
      names = "--print-table-headers",
      description = "Show the header even when the output is not a terminal.")
  private boolean headers;

  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2s",
      paramLabel = "INTERVAL",
      description = {
        "Show them again when something changes, and at least that often (2s if not given).",
        "Not on a terminal: show those that changed."
      })
  private @Nullable Duration watch;

  @Mixin private final WorkerFilter filter = new WorkerFilter();

  WorkersCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, Screen screen) throws CliException {
    WorkerColumns columns = new WorkerColumns(details);
    if (watch == null) {
      WorkerListJson list = shown(api);
      if (json()) {
        screen.json(list);
      } else {
        screen.table(table(columns, list));
      }
      return OK;
    }
    WorkersView view =
        environment().terminal() && !json()
            ? new LiveView(environment(), screen, api.base(), list -> table(columns, list))
            : new AppendingView(screen, columns, json());
    new Watch(environment(), watch).run(api, () -> shown(api), view);
    return OK;
  }

  private WorkerListJson shown(ApiClient api) throws CliException {
    WorkerListJson list = api.workers(filter.query());
    return new WorkerListJson(list.now(), list.workers().stream().filter(filter::fits).toList());
  }

  private Table table(WorkerColumns columns, WorkerListJson list) {
    Table table = new Table(environment().terminal() ? environment().width() : 0);
    if (headers || environment().terminal()) {
      table.row(columns.header());
    }
    list.workers().forEach(item -> columns.add(table, item, list.now()));
    return table;
  }
}
