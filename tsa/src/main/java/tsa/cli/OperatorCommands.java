package tsa.cli;

import java.util.List;
import picocli.CommandLine;

/** The commands for operators. */
public final class OperatorCommands {
  private OperatorCommands() {}

  /** Adds all of them below a root command. */
  public static void addTo(CommandLine root, Surroundings surroundings) {
    List.of(
            new WorkersCommand(surroundings),
            new WhyCommand(surroundings),
            new EventsCommand(surroundings),
            new CheckCommand(surroundings),
            new LandCommand(surroundings),
            new RetireCommand(surroundings),
            new PruneCommand(surroundings),
            new DeleteCommand(surroundings))
        .forEach(root::addSubcommand);
  }
}
