package tsa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Say that a worker is gone now; its work is not waited for. */
@Command(
    name = "delete-worker",
    description = "Say that a worker is gone now; its work is not waited for.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa delete-worker -w worker-7 --reason 'the machine burned down'"})
final class DeleteCommand extends WorkerCommand {
  @Mixin private final Changing changing = new Changing();

  DeleteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, String worker, Screen screen) throws CliException {
    Outcomes.print(api.delete(worker, changing.reason()), "deleted", worker, json(), screen);
    return OK;
  }
}
