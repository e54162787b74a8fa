package tsa.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tsa.cli.CliEnvironment;

/** Prints a script by which a shell completes commands, options, targets and workers. */
@Command(
    name = "completion",
    description = {
      "Print a script by which a shell completes commands, options, and the names of targets and"
          + " workers.",
      "Workers are asked of the gateway that -t on the line names, else of the one that the"
          + " environment does."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(tsa completion bash)                        # in ~/.bashrc",
      "  tsa completion bash > /etc/bash_completion.d/tsa     # for everybody",
      "  source <(tsa completion zsh)                         # in ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells there are; zsh reads the script of bash, which sees to that. */
  enum Shell {
    BASH,
    ZSH
  }

  private final CommandLine root;
  private final CliEnvironment environment;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private Shell shell = Shell.BASH;

  /**
   * @param root whose commands are completed
   */
  CompletionCommand(CommandLine root, CliEnvironment environment) {
    this.root = root;
    this.environment = environment;
  }

  /** Runs it. */
  @Override
  public Integer call() {
    environment.out().print(CompletionScript.of(root));
    environment.out().flush();
    return CommandLine.ExitCode.OK;
  }

  /** Whether help was asked for; picocli shows it. */
  boolean help() {
    return help;
  }

  /** Which shell it is for. */
  Shell shell() {
    return shell;
  }
}
