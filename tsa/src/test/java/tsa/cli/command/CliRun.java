package tsa.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import tsa.cli.CliEnvironment;
import tsa.cli.CliException;
import tsa.cli.Keyboard;
import tsa.cli.Pause;
import tsa.settings.Converters;

/** Runs a command line as an operator would, and keeps what it printed. */
final class CliRun {
  @Command(name = "tsa")
  private static final class Root {}

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final int status;

  private CliRun(Seat seat, String... args) {
    PrintWriter outWriter = new PrintWriter(out, true);
    PrintWriter errWriter = new PrintWriter(err, true);
    CommandLine line = new CommandLine(new Root());
    OperatorCommands.addTo(
        line,
        new CliEnvironment(
            outWriter,
            errWriter,
            seat.env(),
            seat.terminal(),
            new CliEnvironment.Size(seat.width(), 12),
            seat.keyboard(),
            seat.pause()));
    Converters.addTo(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(outWriter).setErr(errWriter).setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    status = line.execute(args);
  }

  /**
   * Where an operator sits.
   *
   * @param width of the terminal; it has twelve lines
   */
  record Seat(
      Map<String, String> env, boolean terminal, int width, Keyboard keyboard, Pause pause) {
    /** With output in a pipe, and nobody to ask. */
    static Seat piped(Map<String, String> env) {
      return new Seat(env, false, 80, typing(""), CliRun::notAtAll);
    }

    /** On a terminal of that width. */
    Seat onTerminal(int columns) {
      return new Seat(env, true, columns, keyboard, pause);
    }

    /** Where that is typed. */
    Seat withTyped(String text) {
      return new Seat(env, terminal, width, typing(text), pause);
    }

    /** Where waiting is that. */
    Seat withRest(Pause other) {
      return new Seat(env, terminal, width, keyboard, other);
    }

    CliRun run(String... args) {
      return new CliRun(this, args);
    }

    private static Keyboard typing(String text) {
      return new Keyboard() {
        @Override
        public String secret(String prompt) throws CliException {
          if (text.isEmpty()) {
            throw new CliException("nobody to ask");
          }
          return text;
        }

        @Override
        public InputStream in() {
          return new ByteArrayInputStream((text + "\n").getBytes(UTF_8));
        }
      };
    }
  }

  /** With its output in a pipe. */
  static CliRun piped(Map<String, String> env, String... args) {
    return Seat.piped(env).run(args);
  }

  /** On a terminal of that width. */
  static CliRun terminal(Map<String, String> env, int width, String... args) {
    return Seat.piped(env).onTerminal(width).run(args);
  }

  /** Most commands do not wait; one that does would never end here. */
  private static void notAtAll(Semaphore woken, Duration longest) throws InterruptedException {
    throw new InterruptedException();
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
