package tsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tsa.cli.OperatorCommands;
import tsa.cli.Surroundings;
import tsa.settings.Converters;

/** The program. */
@Command(
    name = "tsa",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "The authority on whether a Concourse worker is fit to run builds.",
    description = {
      "",
      "An SSH gateway for Concourse workers, and the judge behind it. 'tsa demo' shows what it"
          + " does; 'tsa serve' is the service; the other commands speak to a running one over"
          + " REST.",
      ""
    },
    footer = {
      "",
      "Exit status: 0 it went well, 1 it did not, 2 the command line is wrong (docs/cli.md).",
      "'tsa COMMAND --help' explains a command and gives examples."
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(Surroundings.ofProcess(), args));
  }

  /** Runs a command; its exit code is 0, 1 if it failed, 2 if it was used wrongly. */
  static int run(Surroundings surroundings, String... args) {
    CommandLine serve = new CommandLine(new ServeCommand(surroundings));
    CommandLine simulatePolicy = new CommandLine(new SimulatePolicyCommand(surroundings));
    CommandLine root = commandLine(serve, simulatePolicy, surroundings);
    try {
      if (args.length > 0 && args[0].equals(serve.getCommandName())) {
        serve.setDefaultValueProvider(ServeCommand.defaults(serve, surroundings.env(), args));
      } else if (args.length > 0 && args[0].equals(simulatePolicy.getCommandName())) {
        simulatePolicy.setDefaultValueProvider(ServeCommand.defaults(serve, Map.of(), args));
      }
    } catch (IllegalArgumentException e) {
      surroundings.err().println("tsa: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    return root.execute(args);
  }

  private static CommandLine commandLine(
      CommandLine serve, CommandLine simulatePolicy, Surroundings surroundings) {
    CommandLine root = new CommandLine(new Main());
    root.addSubcommand(serve);
    root.addSubcommand(new DemoCommand(surroundings));
    root.addSubcommand(simulateWorkers(surroundings));
    root.addSubcommand(simulatePolicy);
    root.addSubcommand(new LoadCommand(surroundings));
    OperatorCommands.addTo(root, surroundings);
    root.addSubcommand(new CommandLine.HelpCommand());
    root.setOut(surroundings.out());
    root.setErr(surroundings.err());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpAutoWidth(true);
    Converters.addTo(root);
    root.setParameterExceptionHandler(new ShortUsage());
    root.setExecutionExceptionHandler((failure, command, parsed) -> {
      Failures.explain(failure, command.getErr());
      return CommandLine.ExitCode.SOFTWARE;
    });
    return root;
  }

  /** Its help ends with the list of faults. */
  private static CommandLine simulateWorkers(Surroundings surroundings) {
    CommandLine command = new CommandLine(new SimulateCommand(surroundings));
    List<String> footer =
        new ArrayList<>(List.of(command.getCommandSpec().usageMessage().footer()));
    footer.add("");
    SimulateCommand.faultList().lines().forEach(footer::add);
    command.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
    return command;
  }
}
