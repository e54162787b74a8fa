package tsa.cli.command;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;
import tsa.cli.text.TimeText;
import tsa.wire.OutcomeJson;
import tsa.wire.WorkerDetailJson;
import tsa.wire.WorkerItemJson;

/** Forgets a worker that is not running, like {@code fly prune-worker}. */
@Command(
    name = "prune-worker",
    description = "Forget a worker that is stalled, landing, landed, retiring or retired.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tsa prune-worker -w worker-7 --reason 'the machine was returned'",
      "  tsa prune-worker --all-stalled --dry-run    what that would forget"
    })
final class PruneCommand extends RemoteCommand {
  @ArgGroup(multiplicity = "1")
  private PruneChoice which = new PruneChoice();

  @Mixin private final ChangeOptions options = new ChangeOptions();

  @Option(
      names = "--dry-run",
      description = "Only say what would be forgotten, and why; the same rule, no change.")
  private boolean dryRun;

  private static final class PruneChoice {
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

  PruneCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, Screen screen) throws CliException {
    if (which.allStalled) {
      return allStalled(api, screen);
    }
    String worker = which.worker;
    try {
      prune(api, worker, screen);
      return OK;
    } catch (CliException e) {
      throw Suggestions.added(e, worker, api);
    }
  }

  /** One that came back meanwhile must not keep the others from being pruned. */
  private int allStalled(ApiClient api, Screen screen) throws CliException {
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
        note((dryRun ? "would not prune '" : "not pruned '") + worker + "': " + e.getMessage());
        status = FAILED;
      }
    }
    return status;
  }

  private void prune(ApiClient api, String worker, Screen screen) throws CliException {
    if (dryRun) {
      would(api, worker, screen);
    } else {
      OutcomeText.print(
          api.ask(worker, "prune", options.reason()), "pruned", worker, json(), screen);
    }
  }

  private void would(ApiClient api, String worker, Screen screen) throws CliException {
    OutcomeJson outcome = api.rehearse(worker, "prune");
    if (json()) {
      screen.json(outcome);
      return;
    }
    WorkerDetailJson seen = api.worker(worker);
    screen.line(
        "would prune '"
            + worker
            + "': "
            + seen.state()
            + " for "
            + TimeText.length(Duration.between(seen.since(), seen.now()))
            + ", "
            + seen.reason().text());
  }
}
