package tsa.postgres;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs short programs to their end, each within a limit. */
final class ProcessRunner {
  private ProcessRunner() {}

  /**
   * How a program ended.
   *
   * @param exitCode 0 when it succeeded
   * @param output standard output and standard error, mixed
   */
  record ProcessResult(int exitCode, String output) {
    boolean succeeded() {
      return exitCode == 0;
    }
  }

  /** The environment of every server program: nothing inherited may change what it does. */
  static void cleanEnvironment(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    environment.put("LC_ALL", "C");
    // Named, or initdb compares every zone file there is with the system's time.
    environment.put("TZ", "UTC");
  }

  /**
   * Runs a program with {@code input} on its standard input.
   *
   * @throws EmbeddedPostgresException TIMED_OUT when it does not end in time (it is then killed),
   *     START_FAILED when it cannot be started or the thread is interrupted
   */
  static ProcessResult run(List<String> command, String input, WaitDeadline deadline) {
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      cleanEnvironment(builder.environment());
      process = builder.start();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          EmbeddedPostgresException.Kind.START_FAILED,
          "cannot run %s: %s".formatted(command.getFirst(), e.getMessage()),
          e);
    }
    try {
      return finish(process, command, input, deadline);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Whether a program exists here and exits with 0 within the limit. */
  static boolean works(List<String> command, WaitDeadline deadline) {
    try {
      return run(command, "", deadline).succeeded();
    } catch (EmbeddedPostgresException e) {
      return false;
    }
  }

  private static ProcessResult finish(
      Process process, List<String> command, String input, WaitDeadline deadline) {
    CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> readAll(process));
    try {
      write(process, input);
      String text = output.get(Math.max(1, deadline.leftNanos()), TimeUnit.NANOSECONDS);
      if (process.waitFor(Math.max(1, deadline.leftNanos()), TimeUnit.NANOSECONDS)) {
        return new ProcessResult(process.exitValue(), text);
      }
      throw timedOut(command);
    } catch (TimeoutException e) {
      throw timedOut(command);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(command, "interrupted", e);
    } catch (ExecutionException e) {
      throw failed(command, String.valueOf(e.getCause()), e);
    }
  }

  private static void write(Process process, String input) {
    try (Writer in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
      in.write(input);
    } catch (IOException e) {
      // It ended without reading; its exit code and its output say why.
    }
  }

  private static String readAll(Process process) {
    try (var out = process.getInputStream()) {
      return new String(out.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(output lost: " + e.getMessage() + ")";
    }
  }

  private static EmbeddedPostgresException timedOut(List<String> command) {
    return new EmbeddedPostgresException(
        EmbeddedPostgresException.Kind.TIMED_OUT,
        "no end of: " + String.join(" ", command) + "; this machine may be overloaded");
  }

  private static EmbeddedPostgresException failed(
      List<String> command, String why, Throwable cause) {
    return new EmbeddedPostgresException(
        EmbeddedPostgresException.Kind.START_FAILED,
        why + " while running: " + String.join(" ", command),
        cause);
  }
}
