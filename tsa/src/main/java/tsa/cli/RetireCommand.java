package tsa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ask a worker to finish its work and go for good. */
@Command(
    name = "retire-worker",
    description = "Ask a worker to finish its work and go for good.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa retire-worker -w worker-7 --reason 'replaced by worker-9'"})
final class RetireCommand extends WorkerCommand {
  @Mixin private final Changing changing = new Changing();

  RetireCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, String worker, Screen screen) throws CliException {
    Outcomes.print(
        api.ask(worker, "retire", changing.reason()), "retiring", worker, json(), screen);
    return OK;
  }
}
