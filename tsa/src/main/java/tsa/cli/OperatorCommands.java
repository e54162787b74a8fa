package tsa.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine;

/** The commands for operators. */
public final class OperatorCommands {
  private OperatorCommands() {}

  /**
   * Adds all of them below a root command, which has to know how to read a {@link Duration} as
   * Concourse writes it.
   */
  public static void addTo(CommandLine root, Surroundings surroundings) {
    all(root, surroundings).forEach(root::addSubcommand);
  }

  private static List<Object> all(CommandLine root, Surroundings surroundings) {
    return List.of(
        new WorkersCommand(surroundings),
        new FleetCommand(surroundings),
        new WhyCommand(surroundings),
        new EventsCommand(surroundings),
        new ChecksCommand(surroundings),
        new CheckCommand(surroundings),
        new DrainCommand(surroundings),
        new LandCommand(surroundings),
        new RetireCommand(surroundings),
        new CordonCommand(surroundings),
        new UncordonCommand(surroundings),
        new PruneCommand(surroundings),
        new DeleteCommand(surroundings),
        new LoginCommand(surroundings),
        new LogoutCommand(surroundings),
        new LogoutUserCommand(surroundings),
        new TargetsCommand(surroundings),
        new StatusCommand(surroundings),
        new UserInfoCommand(surroundings),
        new CompletionCommand(root, surroundings),
        new NamesCommand(surroundings));
  }
}
