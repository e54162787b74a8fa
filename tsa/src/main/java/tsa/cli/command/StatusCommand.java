package tsa.cli.command;

import picocli.CommandLine.Command;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;
import tsa.wire.UserJson;

/** Tells whether a login works. */
@Command(
    name = "status",
    description = {
      "Tell whether the gateway can be reached and accepts the login.",
      "Exit status 0 if it does, else 1."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tsa status -t ci || tsa login -t ci"})
final class StatusCommand extends RemoteCommand {
  StatusCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, Screen screen) throws CliException {
    UserJson user = api.user();
    if (json()) {
      screen.json(user);
    } else {
      screen.line("logged in to " + api.base() + " as " + user.displayUserId());
    }
    return OK;
  }
}
