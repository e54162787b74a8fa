package tsa.cli.command;

import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.login.Target;
import tsa.cli.login.TargetFile;
import tsa.cli.login.TargetView;
import tsa.cli.text.Screen;
import tsa.cli.text.Table;
import tsa.cli.text.TimeText;

/** Lists the saved logins. */
@Command(
    name = "targets",
    description = "List the saved logins; their tokens are not shown.",
    footerHeading = "%nExamples:%n",
    footer = {"  tsa targets"})
final class TargetsCommand extends CliCommand {
  TargetsCommand(CliEnvironment environment) {
    super(environment);
  }

  @Override
  int run(Screen screen) throws CliException {
    SortedMap<String, Target> targets = TargetFile.of(environment().env()).read();
    if (json()) {
      screen.json(
          targets.entrySet().stream()
              .map(entry -> TargetView.of(entry.getKey(), entry.getValue()))
              .toList());
      return OK;
    }
    Table table = table("name", "url", "team", "user", "login ends");
    targets.forEach((name, target) ->
        table.row(List.of(name, target.url(), target.team(), target.user(), ends(target))));
    screen.table(table);
    if (targets.isEmpty()) {
      note("no targets yet; 'tsa login -t NAME -c URL -u USER' makes one");
    }
    return OK;
  }

  private static String ends(Target target) {
    if (target.token() == null) {
      return "logged out";
    }
    return target.expires() == null ? "unknown" : TimeText.at(target.expires());
  }
}
