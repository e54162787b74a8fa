package tsa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;

/** Ask a worker to finish its work and go for good. */
@Command(
    name = "retire-worker",
    description = "Ask a worker to finish its work and go for good.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa retire-worker -w worker-7 --reason 'replaced by worker-9'"})
final class RetireCommand extends WorkerCommand {
  @Mixin private final ChangeOptions options = new ChangeOptions();

  RetireCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    OutcomeText.print(
        api.ask(worker, "retire", options.reason()), "retiring", worker, json(), screen);
    return OK;
  }
}
