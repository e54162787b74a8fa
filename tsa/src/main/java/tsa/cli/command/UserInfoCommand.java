package tsa.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.client.ApiClient;
import tsa.cli.text.Screen;
import tsa.cli.text.Table;
import tsa.wire.UserJson;

/** Tells who the login is, and which roles it has. */
@Command(
    name = "userinfo",
    description = "Tell who you are to the gateway, and your roles by team.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa userinfo -t ci"})
final class UserInfoCommand extends RemoteCommand {
  UserInfoCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(ApiClient api, Screen screen) throws CliException {
    UserJson user = api.user();
    if (json()) {
      screen.json(user);
      return OK;
    }
    Table table = table("username", "team/role");
    table.row(List.of(user.displayUserId(), roles(user)));
    screen.table(table);
    return OK;
  }

  /** As fly writes them, and that of an admin, which is of no team. */
  private static String roles(UserJson user) {
    List<String> roles = new ArrayList<>();
    user.teams().forEach((team, held) -> roles.add(team + "/" + String.join(",", held)));
    if (user.admin()) {
      roles.add("admin of all teams");
    }
    return roles.isEmpty() ? "none" : String.join(", ", roles);
  }
}
