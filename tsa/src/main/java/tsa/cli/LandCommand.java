package tsa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin private final Changing changing = new Changing();

  LandCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, String worker, Screen screen) throws CliException {
    Outcomes.print(api.ask(worker, "land", changing.reason()), "landing", worker, json(), screen);
    return OK;
  }
}
