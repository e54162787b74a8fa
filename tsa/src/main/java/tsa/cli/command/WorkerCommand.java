package tsa.cli.command;

import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;

/** A command about one worker. */
abstract class WorkerCommand extends RemoteCommand {
  @Option(
      names = {"-w", "--worker"},
      paramLabel = "NAME",
      required = true,
      description = "The worker.")
  private String worker = "";

  WorkerCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  final int run(ApiClient api, Screen screen) throws CliException {
    try {
      return run(api, worker, screen);
    } catch (CliException e) {
      throw Suggestions.added(e, worker, api);
    }
  }

  /**
   * Does the work.
   *
   * @return the exit status
   */
  abstract int run(ApiClient api, String worker, Screen screen) throws CliException;
}
