package tsa.cli.command;

import picocli.CommandLine.Command;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.CheckText;
import tsa.cli.text.Colour;
import tsa.cli.text.Screen;
import tsa.cli.text.TimeText;
import tsa.wire.CheckJson;

/** Runs a deep check now. */
@Command(
    name = "check-worker",
    description = {
      "Run a deep check of a worker now, and wait for its end.",
      "Exit status 0 if it is healthy, degraded or saturated, else 1."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tsa check-worker -w worker-7", "  tsa check-worker -w worker-7 --json"})
final class CheckCommand extends WorkerCommand {
  CheckCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    CheckJson check = api.check(worker);
    if (json()) {
      screen.json(check);
    } else {
      screen.table(CheckText.steps(check, "", 0));
      screen.line(
          "'" + worker + "' is ",
          Colour.ofVerdict(check.verdict()),
          CheckText.shortVerdict(check),
          " (" + TimeText.millis(check.ms()) + " in all)");
      screen.line(CheckText.meaning(check.verdict()));
      CheckText.advice(check.problem()).forEach(screen::line);
    }
    return CheckText.isGood(check.verdict()) ? OK : FAILED;
  }
}
