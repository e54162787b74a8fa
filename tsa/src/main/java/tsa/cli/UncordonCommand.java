package tsa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lifts the mark of a cordoned worker. */
@Command(
    name = "uncordon",
    description = "Lift the mark that keeps a worker out of new work.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa uncordon -w worker-7 --reason 'fan replaced'"})
final class UncordonCommand extends WorkerCommand {
  @Mixin private final Changing changing = new Changing();

  UncordonCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, String worker, Screen screen) throws CliException {
    Outcomes.print(
        api.ask(worker, "uncordon", changing.reason()), "uncordoned", worker, json(), screen);
    return OK;
  }
}
