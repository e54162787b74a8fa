package tsa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;

/** Marks a worker as kept out of new work. */
@Command(
    name = "cordon",
    description = {
      "Mark a worker as kept out of new work, until 'tsa uncordon' lifts the mark.",
      "It stays as it is, also to fly, and is checked as ever: the mark is for schedulers and"
          + " scripts that read it here. Concourse's own scheduler does not; 'tsa drain --land'"
          + " stops that."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tsa cordon -w worker-7 --reason 'noisy fan'"})
final class CordonCommand extends WorkerCommand {
  @Mixin private final ChangeOptions options = new ChangeOptions();

  CordonCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, String worker, Screen screen) throws CliException {
    OutcomeText.print(
        api.ask(worker, "cordon", options.reason()), "cordoned", worker, json(), screen);
    return OK;
  }
}
