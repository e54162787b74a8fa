package tsa.cli.command;

import picocli.CommandLine.Mixin;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;

/** A command that asks a gateway something. */
abstract class RemoteCommand extends CliCommand {
  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  RemoteCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  final int run(Screen screen) throws CliException {
    try (ApiClient api = connection.open(environment().env())) {
      return run(api, screen);
    }
  }

  /**
   * Does the work.
   *
   * @return the exit status
   */
  abstract int run(ApiClient api, Screen screen) throws CliException;

  /** The name of the target in use; empty if it is none. */
  String target() {
    return connection.target(environment().env());
  }
}
