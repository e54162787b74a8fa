package tsa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;

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
  @Mixin private final ChangeOptions options = new ChangeOptions();

  LandCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    OutcomeText.print(api.ask(worker, "land", options.reason()), "landing", worker, json(), screen);
    return OK;
  }
}
