package tsa.cli.command;

import picocli.CommandLine.Option;

/** Options of every command that changes something. */
final class ChangeOptions {
  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes to the history.")
  private String reason = "";

  /** Why, in the operator's words; may be empty. */
  String reason() {
    return reason;
  }
}
