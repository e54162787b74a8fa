package tsa.cli;

import picocli.CommandLine.Option;

/** A command about one worker. */
abstract class WorkerCommand extends RemoteCommand {
  @Option(
      names = {"-w", "--worker"},
      paramLabel = "NAME",
      required = true,
      description = "The worker.")
  private String worker = "";

  WorkerCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  final int run(Api api, Screen screen) throws CliException {
    try {
      return run(api, worker, screen);
    } catch (CliException e) {
      throw Similar.added(e, worker, api);
    }
  }

  /**
   * Does the work.
   *
   * @return the exit status
   */
  abstract int run(Api api, String worker, Screen screen) throws CliException;
}
