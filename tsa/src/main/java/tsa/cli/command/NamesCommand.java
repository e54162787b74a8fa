package tsa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.login.TargetFile;
import tsa.cli.text.Screen;
import tsa.wire.WorkerItemJson;

/** Prints names, one in a line, for the completion of a shell: quickly, or not at all. */
@Command(name = "names", hidden = true, description = "Print names, for the completion of a shell.")
final class NamesCommand extends CliCommand {
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "WHAT", description = "workers or targets.")
  private NameKind what = NameKind.WORKERS;

  /** Whose names there are. */
  enum NameKind {
    WORKERS,
    TARGETS
  }

  NamesCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(Screen screen) throws CliException {
    if (what == NameKind.TARGETS) {
      TargetFile.of(environment().env()).read().keySet().forEach(screen::line);
      return OK;
    }
    try (ApiClient api = connection.open(environment().env())) {
      api.workersAtOnce().workers().stream().map(WorkerItemJson::name).forEach(screen::line);
    }
    return OK;
  }
}
