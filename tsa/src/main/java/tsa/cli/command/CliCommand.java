package tsa.cli.command;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.text.Screen;
import tsa.cli.text.Table;

/** What all commands for operators have in common: help, the form of the answer, complaints. */
abstract class CliCommand implements Callable<Integer> {
  /** Exit status when all is well. */
  static final int OK = 0;

  /** Exit status when it is not. */
  static final int FAILED = 1;

  @Option(names = "--json", description = "Print the answer as JSON.")
  private boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  private final CliEnvironment environment;

  CliCommand(CliEnvironment environment) {
    this.environment = environment;
  }

  /** Runs it; picocli makes the result the exit status. */
  @Override
  public final Integer call() {
    try {
      return run(new Screen(environment.out(), environment.err(), environment.colours()));
    } catch (CliException e) {
      String message = Objects.requireNonNullElse(e.getMessage(), "failed");
      environment.err().println(Screen.clean("error: " + message));
      return FAILED;
    } finally {
      environment.out().flush();
    }
  }

  /**
   * Does the work.
   *
   * @return the exit status
   */
  abstract int run(Screen screen) throws CliException;

  /** Says something that is not output. */
  void note(String text) {
    environment.err().println(Screen.clean(text));
  }

  boolean json() {
    return json;
  }

  /** Whether help was asked for; picocli shows it. */
  boolean help() {
    return help;
  }

  CliEnvironment environment() {
    return environment;
  }

  /** A table as wide as the terminal; with that header, on a terminal. */
  Table table(String... header) {
    Table table = new Table(environment.terminal() ? environment.width() : 0);
    if (environment.terminal()) {
      table.row(List.of(header));
    }
    return table;
  }
}
