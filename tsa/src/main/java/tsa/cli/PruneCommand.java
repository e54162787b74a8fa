package tsa.cli;

import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tsa.wire.WorkerItemJson;

/** Forgets a worker that is not running, like {@code fly prune-worker}. */
@Command(
    name = "prune-worker",
    description = "Forget a worker that is stalled, landing, landed, retiring or retired.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa prune-worker -w worker-7 --reason 'the machine was returned'",
      "  tsa prune-worker --all-stalled"
    })
final class PruneCommand extends RemoteCommand {
  @ArgGroup(multiplicity = "1")
  private Which which = new Which();

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes to the history.")
  private String reason = "";

  private static final class Which {
    @Option(
        names = {"-w", "--worker"},
        paramLabel = "NAME",
        description = "The worker.")
    private String worker = "";

    @Option(
        names = {"-a", "--all-stalled"},
        description = "All workers that are stalled.")
    private boolean allStalled;
  }

  PruneCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Api api, Screen screen) throws CliException {
    if (which.allStalled) {
      return allStalled(api, screen);
    }
    String worker = which.worker;
    try {
      prune(api, worker, screen);
      return OK;
    } catch (CliException e) {
      throw Similar.added(e, worker, api);
    }
  }

  /** One that came back meanwhile must not keep the others from being pruned. */
  private int allStalled(Api api, Screen screen) throws CliException {
    List<String> stalled =
        api.workers().workers().stream()
            .filter(item -> item.state().equals("stalled"))
            .map(WorkerItemJson::name)
            .toList();
    if (stalled.isEmpty()) {
      note("no stalled workers found");
    }
    int status = OK;
    for (String worker : stalled) {
      try {
        prune(api, worker, screen);
      } catch (CliException e) {
        note("not pruned '" + worker + "': " + e.getMessage());
        status = FAILED;
      }
    }
    return status;
  }

  private void prune(Api api, String worker, Screen screen) throws CliException {
    Outcomes.print(api.ask(worker, "prune", reason), "pruned", worker, json(), screen);
  }
}
