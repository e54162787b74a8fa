package tsa.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tsa.wire.WorkerItemJson;

/** Prints names, one in a line, for the completion of a shell: quickly, or not at all. */
@Command(name = "names", hidden = true, description = "Print names, for the completion of a shell.")
final class NamesCommand extends CliCommand {
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "WHAT", description = "workers or targets.")
  private What what = What.WORKERS;

  /** Whose names there are. */
  enum What {
    WORKERS,
    TARGETS
  }

  NamesCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Screen screen) throws CliException {
    if (what == What.TARGETS) {
      TargetFile.of(surroundings().env()).read().keySet().forEach(screen::line);
      return OK;
    }
    try (Api api = connection.open(surroundings().env())) {
      api.workersAtOnce().workers().stream().map(WorkerItemJson::name).forEach(screen::line);
    }
    return OK;
  }
}
