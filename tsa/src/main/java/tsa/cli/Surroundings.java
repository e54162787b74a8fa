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
 * @param width columns of the terminal
 */
public record Surroundings(
    PrintWriter out, PrintWriter err, Map<String, String> env, boolean terminal, int width) {
  private static final int USUAL_WIDTH = 80;
  private static final Duration LIMIT = Duration.ofSeconds(1);

  /** Those of this process. */
  public static Surroundings ofProcess() {
    boolean terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    return new Surroundings(
        new PrintWriter(System.out, true, UTF_8),
        new PrintWriter(System.err, true, UTF_8),
        System.getenv(),
        terminal,
        terminal ? terminalWidth() : USUAL_WIDTH);
  }

  /** Shells tell the width to nobody but {@code stty}. */
  private static int terminalWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      if (!stty.waitFor(LIMIT)) {
        stty.destroyForcibly();
        return USUAL_WIDTH;
      }
      String[] size = new String(stty.getInputStream().readNBytes(100), UTF_8).strip().split(" ");
      int columns = Integer.parseInt(size[size.length - 1]);
      return columns > 0 ? columns : USUAL_WIDTH;
    } catch (IOException | NumberFormatException e) {
      return USUAL_WIDTH;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL_WIDTH;
    }
  }

  /** Whether colours may be used (no-color.org). */
  public boolean colours() {
    return terminal && env.getOrDefault("NO_COLOR", "").isEmpty();
  }
}
