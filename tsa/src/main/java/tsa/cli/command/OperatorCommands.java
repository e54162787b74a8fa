package tsa.cli.command;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine;
import tsa.cli.CliEnvironment;

/** The commands for operators. */
public final class OperatorCommands {
  private OperatorCommands() {}

  /**
   * Adds all of them below a root command, which has to know how to read a {@link Duration} as
   * Concourse writes it.
   */
  public static void addTo(CommandLine root, CliEnvironment environment) {
    all(root, environment).forEach(root::addSubcommand);
  }

  private static List<Object> all(CommandLine root, CliEnvironment environment) {
    return List.of(
        new WorkersCommand(environment),
        new FleetCommand(environment),
        new WhyCommand(environment),
        new EventsCommand(environment),
        new ChecksCommand(environment),
        new CheckCommand(environment),
        new DrainCommand(environment),
        new LandCommand(environment),
        new RetireCommand(environment),
        new CordonCommand(environment),
        new UncordonCommand(environment),
        new PruneCommand(environment),
        new DeleteCommand(environment),
        new LoginCommand(environment),
        new LogoutCommand(environment),
        new LogoutUserCommand(environment),
        new TargetsCommand(environment),
        new StatusCommand(environment),
        new UserInfoCommand(environment),
        new CompletionCommand(root, environment),
        new NamesCommand(environment));
  }
}
