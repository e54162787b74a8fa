package tsa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  @Mixin private final Changing changing = new Changing();

  CordonCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, String worker, Screen screen) throws CliException {
    Outcomes.print(
        api.ask(worker, "cordon", changing.reason()), "cordoned", worker, json(), screen);
    return OK;
  }
}
