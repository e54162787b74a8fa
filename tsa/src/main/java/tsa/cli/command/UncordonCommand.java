package tsa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;

/** Lifts the mark of a cordoned worker. */
@Command(
    name = "uncordon",
    description = "Lift the mark that keeps a worker out of new work.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa uncordon -w worker-7 --reason 'fan replaced'"})
final class UncordonCommand extends WorkerCommand {
  @Mixin private final ChangeOptions options = new ChangeOptions();

  UncordonCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    OutcomeText.print(
        api.ask(worker, "uncordon", options.reason()), "uncordoned", worker, json(), screen);
    return OK;
  }
}
