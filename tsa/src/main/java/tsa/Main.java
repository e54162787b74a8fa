package tsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tsa.cli.CliEnvironment;
import tsa.cli.command.OperatorCommands;
import tsa.program.CheckAtcCommand;
import tsa.program.DemoCommand;
import tsa.program.FailureText;
import tsa.program.LoadCommand;
import tsa.program.ServeCommand;
import tsa.program.ShortUsage;
import tsa.program.SimulateCommand;
import tsa.program.SimulatePolicyCommand;
import tsa.serve.Version;
import tsa.settings.Converters;
import tsa.settings.OptionDefaults;

/** The program. */
@Command(
    name = "tsa",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "The authority on whether a Concourse worker is fit to run builds.",
    description = {
      "",
      "An SSH gateway for Concourse workers, and the health evaluation behind it. 'tsa demo' shows"
          + " what it does; 'tsa serve' is the service; the other commands speak to a running one"
          + " over REST.",
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
    System.exit(run(CliEnvironment.ofProcess(), args));
  }

  /** Runs a command; its exit code is 0, 1 if it failed, 2 if it was used wrongly. */
  public static int run(CliEnvironment environment, String... args) {
    CommandLine serve = new CommandLine(new ServeCommand(environment));
    CommandLine simulatePolicy = new CommandLine(new SimulatePolicyCommand(environment));
    CommandLine checkAtc = new CommandLine(new CheckAtcCommand(environment));
    checkAtc.setDefaultValueProvider(new OptionDefaults(environment.env(), Map.of(), ""));
    CommandLine root = commandLine(serve, checkAtc, simulatePolicy, environment);
    try {
      if (args.length > 0 && args[0].equals(serve.getCommandName())) {
        serve.setDefaultValueProvider(ServeCommand.defaults(serve, environment.env(), args));
      } else if (args.length > 0 && args[0].equals(simulatePolicy.getCommandName())) {
        simulatePolicy.setDefaultValueProvider(ServeCommand.defaults(serve, Map.of(), args));
      }
    } catch (IllegalArgumentException e) {
      environment.err().println("tsa: " + e.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    return root.execute(args);
  }

  private static CommandLine commandLine(
      CommandLine serve,
      CommandLine checkAtc,
      CommandLine simulatePolicy,
      CliEnvironment environment) {
    CommandLine root = new CommandLine(new Main());
    root.addSubcommand(serve);
    root.addSubcommand(checkAtc);
    root.addSubcommand(new DemoCommand(environment));
    root.addSubcommand(simulateWorkers(environment));
    root.addSubcommand(simulatePolicy);
    root.addSubcommand(new LoadCommand(environment));
    OperatorCommands.addTo(root, environment);
    root.addSubcommand(new CommandLine.HelpCommand());
    root.setOut(environment.out());
    root.setErr(environment.err());
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setUsageHelpAutoWidth(true);
    Converters.addTo(root);
    root.setParameterExceptionHandler(new ShortUsage());
    root.setExecutionExceptionHandler((failure, command, parsed) -> {
      FailureText.explain(failure, command.getErr());
      return CommandLine.ExitCode.SOFTWARE;
    });
    return root;
  }

  /** Its help ends with the list of faults. */
  private static CommandLine simulateWorkers(CliEnvironment environment) {
    CommandLine command = new CommandLine(new SimulateCommand(environment));
    List<String> footer =
        new ArrayList<>(List.of(command.getCommandSpec().usageMessage().footer()));
    footer.add("");
    SimulateCommand.faultList().lines().forEach(footer::add);
    command.getCommandSpec().usageMessage().footer(footer.toArray(String[]::new));
    return command;
  }
}
