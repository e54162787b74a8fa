package tsa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Ask a worker to finish its work and stop; it comes back after a restart. */
@Command(
    name = "land-worker",
    description = "Ask a worker to finish its work and stop; it comes back after a restart.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa land-worker -w worker-7 --reason 'kernel update'",
      "  tsa why -w worker-7            how far it is, and what it waits for"
    })
final class LandCommand extends WorkerCommand {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes to the history.")
  private String reason = "";

  LandCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, String worker, Screen screen) throws CliException {
    Outcomes.print(api.ask(worker, "land", reason), "landing", worker, json(), screen);
    return OK;
  }
}
