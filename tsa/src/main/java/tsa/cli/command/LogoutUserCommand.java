package tsa.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;
import tsa.wire.LogoutJson;

/** Ends all logins of somebody, wherever they were made. */
@Command(
    name = "logout-user",
    description = {
      "End all logins of a user, wherever they were made; only admins may.",
      "A user who is still in the gateway's settings can log in again: take them out first."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  tsa logout-user alice"})
final class LogoutUserCommand extends RemoteCommand {
  @Parameters(paramLabel = "USER", description = "Whose logins.")
  private String user = "";

  LogoutUserCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, Screen screen) throws CliException {
    LogoutJson answer = api.logoutAll(user);
    if (json()) {
      screen.json(answer);
    } else {
      String logins = answer.ended() == 1 ? "1 login" : answer.ended() + " logins";
      screen.line("ended " + logins + " of '" + Screen.clean(answer.user()) + "'");
    }
    return OK;
  }
}
