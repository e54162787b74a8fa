package tsa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;

/** Say that a worker is gone now; its work is not waited for. */
@Command(
    name = "delete-worker",
    description = "Say that a worker is gone now; its work is not waited for.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa delete-worker -w worker-7 --reason 'the machine burned down'"})
final class DeleteCommand extends WorkerCommand {
  @Mixin private final ChangeOptions options = new ChangeOptions();

  DeleteCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    OutcomeText.print(api.delete(worker, options.reason()), "deleted", worker, json(), screen);
    return OK;
  }
}
