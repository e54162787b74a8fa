package tsa.cli.command;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.CheckText;
import tsa.cli.text.Colour;
import tsa.cli.text.Screen;
import tsa.cli.text.Table;
import tsa.cli.text.TimeText;
import tsa.wire.CheckJson;
import tsa.wire.CheckListJson;

/** Shows the deep checks of a worker. */
@Command(
    name = "checks",
    description = "Show the deep checks of a worker, newest first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa checks -w worker-7",
      "  tsa checks -w worker-7 -n 1 --steps      the latest, step by step"
    })
final class ChecksCommand extends WorkerCommand {
  private static final int VERDICT_COLUMN = 3;

  @Option(
      names = {"-n", "--limit"},
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "At most so many, up to 200 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Option(names = "--before", paramLabel = "ID", description = "Only those with a smaller number.")
  private @Nullable Long before;

  @Option(names = "--steps", description = "Also show the steps of each.")
  private boolean steps;

  ChecksCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    CheckListJson list = api.checks(worker, limit, before);
    if (json()) {
      screen.json(list);
    } else if (steps) {
      list.checks().forEach(check -> withSteps(check, screen));
    } else {
      Table table = table("id", "when", "kind", "verdict", "took", "problem");
      list.checks()
          .forEach(
              check -> table.row(cells(check), VERDICT_COLUMN, Colour.ofVerdict(check.verdict())));
      screen.table(table);
    }
    if (!json() && list.before() != null) {
      note("there may be older ones: --before " + list.before());
    }
    return OK;
  }

  private static List<String> cells(CheckJson check) {
    return List.of(
        check.id() == null ? "none" : check.id().toString(),
        when(check.at()),
        check.kind(),
        check.verdict(),
        TimeText.millis(check.ms()),
        check.problem() == null
            ? "none"
            : check.problem().step() + ": " + CheckText.cause(check.problem()));
  }

  private static void withSteps(CheckJson check, Screen screen) {
    screen.line(
        "check " + check.id() + ", " + when(check.at()) + ", " + check.kind() + ": ",
        Colour.ofVerdict(check.verdict()),
        CheckText.shortVerdict(check),
        " (" + TimeText.millis(check.ms()) + " in all)");
    screen.table(CheckText.steps(check, "  ", 0));
  }

  private static String when(@Nullable Instant at) {
    return at == null ? "unknown" : TimeText.at(at);
  }
}
