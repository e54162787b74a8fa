package tsa.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tsa.wire.EventJson;
import tsa.wire.EventListJson;

/** Shows the history of a worker. */
@Command(
    name = "events",
    description = "Show the history of a worker, newest first; also of one that was forgotten.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa events -w worker-7",
      "  tsa events -w worker-7 -n 200 --before 4711    older ones than event 4711"
    })
final class EventsCommand extends WorkerCommand {
  @Option(
      names = {"-n", "--limit"},
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "At most so many, up to 200 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--before", paramLabel = "ID", description = "Only those with a smaller number.")
  private @Nullable Long before;

  EventsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, String worker, Screen screen) throws CliException {
    EventListJson list = api.events(worker, limit, before);
    if (json()) {
      screen.json(list);
      return OK;
    }
    Table table = new Table(surroundings().terminal() ? surroundings().width() : 0);
    if (surroundings().terminal()) {
      table.row(List.of("id", "when", "what", "change", "by", "reason"));
    }
    list.events().forEach(event -> table.row(cells(event)));
    screen.table(table);
    if (list.before() != null) {
      note("there may be older ones: --before " + list.before());
    }
    return OK;
  }

  private static List<String> cells(EventJson event) {
    return List.of(
        Long.toString(event.id()),
        Times.at(event.at()),
        event.kind(),
        change(event),
        event.actor(),
        event.reason().text());
  }

  private static String change(EventJson event) {
    String from = Objects.requireNonNullElse(event.from(), "absent");
    String to = Objects.requireNonNullElse(event.to(), "absent");
    return from.equals(to) ? from : from + " -> " + to;
  }
}
