package tsa.cli;

import picocli.CommandLine.Mixin;

/** A command that asks a gateway something. */
abstract class RemoteCommand extends CliCommand {
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  RemoteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  final int run(Screen screen) throws CliException {
    try (Api api = connection.open(surroundings().env())) {
      return run(api, screen);
    }
  }

  /**
   * Does the work.
   *
   * @return the exit status
   */
  abstract int run(Api api, Screen screen) throws CliException;

  /** The name of the target in use; empty if it is none. */
  String target() {
    return connection.target(surroundings().env());
  }
}
