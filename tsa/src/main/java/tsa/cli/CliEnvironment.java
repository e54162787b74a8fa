package tsa.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a command finds around it.
 *
 * @param out where its output goes
 * @param err where its complaints go
 * @param env environment variables, by name
 * @param terminal whether {@code out} is a terminal
 * @param size of the terminal
 * @param keyboard where passwords come from
 * @param pause how commands wait that look again and again
 */
public record CliEnvironment(
    PrintWriter out,
    PrintWriter err,
    Map<String, String> env,
    boolean terminal,
    Size size,
    Keyboard keyboard,
    Pause pause) {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** Of a terminal, in characters. */
  public record Size(int width, int height) {
    /** What terminals were once. */
    static final Size USUAL = new Size(80, 24);
  }

  /** Of a terminal that wide, and otherwise usual. */
  public CliEnvironment(
      PrintWriter out, PrintWriter err, Map<String, String> env, boolean terminal, int width) {
    this(
        out,
        err,
        env,
        terminal,
        new Size(width, Size.USUAL.height()),
        Keyboard.ofProcess(),
        Pause.real());
  }

  /** Those of this process. */
  public static CliEnvironment ofProcess() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new CliEnvironment(
        new PrintWriter(System.out, true, UTF_8),
        new PrintWriter(System.err, true, UTF_8),
        System.getenv(),
        terminal,
        terminal ? terminalSize() : Size.USUAL,
        Keyboard.ofProcess(),
        Pause.real());
  }

  /** Shells tell the size to nobody but {@code stty}. */
  private static Size terminalSize() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      if (!stty.waitFor(LIMIT)) {
        stty.destroyForcibly();
        return Size.USUAL;
      }
      String[] size = new String(stty.getInputStream().readNBytes(100), UTF_8).strip().split(" ");
      int rows = Integer.parseInt(size[0]);
      int columns = Integer.parseInt(size[size.length - 1]);
      return rows > 0 && columns > 0 ? new Size(columns, rows) : Size.USUAL;
    } catch (IOException | NumberFormatException e) {
      return Size.USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Size.USUAL;
    }
  }

  /** Columns of the terminal. */
  public int width() {
    return size.width();
  }

  /** Whether colours may be used (no-color.org). */
  public boolean colours() {
    return terminal && env.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
