package tsa.cli.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.EventText;
import tsa.cli.text.Screen;
import tsa.cli.text.Table;
import tsa.wire.EventJson;
import tsa.wire.EventListJson;

/** Shows the history of one worker, or of all. */
@Command(
    name = "events",
    description = {
      "Show the history of a worker, newest first; also of one that was forgotten. Without -w that"
          + " of all workers.",
      "With --follow: events as they happen, oldest first, until Ctrl-C; with --json one in a line."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa events -w worker-7",
      "  tsa events -w worker-7 -n 200 --before 4711    older ones than event 4711",
      "  tsa events --follow --since 4711               what was missed, and what comes"
    })
final class EventsCommand extends RemoteCommand {
  @Option(
      names = {"-w", "--worker"},
      paramLabel = "NAME",
      description = "The worker.")
  private String worker = "";

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "At most so many, up to 200 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--before", paramLabel = "ID", description = "Only those with a smaller number.")
  private @Nullable Long before;

  @Option(names = "--since", paramLabel = "ID", description = "Only those with a larger number.")
  private long since = -1;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with those that happen from now on.")
  private boolean follow;

  EventsCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, Screen screen) throws CliException {
    try {
      if (follow) {
        if (!worker.isEmpty()) {
          var _ =
              api.events(worker, 1, null); // a name that is wrong would be waited for in silence
        }
        new EventFollower(api, worker, environment().pause(), event -> tell(event, screen))
            .from(since);
        return OK;
      }
      EventListJson page =
          worker.isEmpty() ? api.events(limit, before) : api.events(worker, limit, before);
      show(page, screen);
      return OK;
    } catch (CliException e) {
      throw worker.isEmpty() ? e : Suggestions.added(e, worker, api);
    }
  }

  private void show(EventListJson page, Screen screen) {
    List<EventJson> events = page.events().stream().filter(event -> event.id() > since).toList();
    Long more = events.size() < page.events().size() ? null : page.before();
    if (json()) {
      screen.json(new EventListJson(page.now(), events, more));
      return;
    }
    Table table = table(EventText.header(worker).toArray(String[]::new));
    events.forEach(event -> table.row(EventText.cells(event, worker)));
    screen.table(table);
    if (more != null) {
      note("there may be older ones: --before " + more);
    }
  }

  private void tell(EventJson event, Screen screen) {
    if (json()) {
      screen.compact(event);
    } else {
      screen.line(String.join("  ", EventText.cells(event, worker)));
    }
  }
}
