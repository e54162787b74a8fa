package tsa.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;

/** Runs a command line as an operator would, and keeps what it printed. */
final class CliRun {
  @Command(name = "tsa")
  private static final class Root {}

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final int status;

  private CliRun(Map<String, String> env, boolean terminal, int width, String... args) {
    PrintWriter outWriter = new PrintWriter(out, true);
    PrintWriter errWriter = new PrintWriter(err, true);
    CommandLine line = new CommandLine(new Root());
    OperatorCommands.addTo(line, new Surroundings(outWriter, errWriter, env, terminal, width));
    line.setOut(outWriter).setErr(errWriter).setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    status = line.execute(args);
  }

  /** With its output in a pipe. */
  static CliRun piped(Map<String, String> env, String... args) {
    return new CliRun(env, false, 80, args);
  }

  /** On a terminal of that width. */
  static CliRun terminal(Map<String, String> env, int width, String... args) {
    return new CliRun(env, true, width, args);
  }

  int status() {
    return status;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** All of it, for a golden file. */
  String transcript(String... args) {
    return "$ tsa "
        + String.join(" ", args)
        + "\n"
        + out()
        + (err().isEmpty() ? "" : "--- stderr\n" + err())
        + "--- exit "
        + status
        + "\n";
  }
}
