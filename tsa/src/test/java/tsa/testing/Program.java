package tsa.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The program as a process of its own, with its output in a file. Killed at the end of the test,
 * whatever becomes of it.
 */
public final class Program implements AutoCloseable {
  private final Process process;
  private final Path output;

  private Program(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** The words of its command line. */
  public static List<String> command(List<String> jvm, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=logback.xml"));
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "tsa.Main"));
    command.addAll(args);
    return command;
  }

  /**
   * Starts it.
   *
   * @param output gets all it prints
   */
  public static Program start(Path output, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new Program(process, output);
  }

  /** What it has printed by now. */
  public String output() throws IOException {
    return Files.readString(output, UTF_8);
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Asks it to stop, as SIGTERM does. */
  public void terminate() {
    process.destroy();
  }

  /** Its exit code; waits for it. */
  public int exitCode() throws InterruptedException, IOException {
    return Patience.exitCode(process);
  }

  /** Kills it. */
  @Override
  public void close() throws InterruptedException {
    Patience.kill(process);
  }
}
