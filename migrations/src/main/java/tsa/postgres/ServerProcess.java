package tsa.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server and the thread it belongs to.
 *
 * <p>The kernel ties the death signal to the <em>thread</em> that started the process, not to the
 * program: started from a pool or from a virtual thread, the server would stop when that thread
 * happens to end. So one platform thread starts it, reads its log and lives exactly as long.
 */
final class ServerProcess {
  private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
  private static final Duration IMMEDIATE_STOP = Duration.ofSeconds(5);

  private final List<String> command;
  private final ServerLog output = new ServerLog();
  private final CompletableFuture<Process> started = new CompletableFuture<>();
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();

  private ServerProcess(List<String> command) {
    this.command = command;
  }

  /**
   * Starts the server without waiting for it to be ready.
   *
   * @throws EmbeddedPostgresException START_FAILED when the program cannot be run
   */
  static ServerProcess start(List<String> command, WaitDeadline deadline) {
    ServerProcess server = new ServerProcess(command);
    Thread.ofPlatform().daemon().name("embedded-postgres").start(server::live);
    await(server.started, deadline);
    return server;
  }

  /** Completed with the exit code when the server has ended. */
  CompletableFuture<Integer> ended() {
    return ended.copy();
  }

  /** The server's process id. */
  long pid() {
    return started.join().pid();
  }

  /** The server's last log lines. */
  String logTail() {
    return output.tail();
  }

  /** Waits until the server has ended, or the deadline has passed; true when it has ended. */
  boolean endsBy(WaitDeadline deadline) {
    try {
      ended.get(Math.max(0, deadline.leftNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ended.isDone();
    }
  }

  /** Stops the server within a limit: fast, else at once, else by force. Never throws. */
  void stop(Duration limit) {
    if (ended.isDone()) {
      return;
    }
    WaitDeadline fast = WaitDeadline.in(limit);
    StopSignal.FAST_STOP.send(pid(), fast);
    if (endsBy(fast)) {
      return;
    }
    log.warn("Postgres did not stop within {}; stopping it at once, its log makes up", limit);
    WaitDeadline immediate = WaitDeadline.in(IMMEDIATE_STOP);
    StopSignal.IMMEDIATE_STOP.send(pid(), immediate);
    if (!endsBy(immediate)) {
      started.join().destroyForcibly();
    }
  }

  private void live() {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      ProcessRunner.cleanEnvironment(builder.environment());
      Process process = builder.start();
      process.getOutputStream().close();
      started.complete(process);
      ended.complete(follow(process));
    } catch (IOException e) {
      EmbeddedPostgresException failure =
          new EmbeddedPostgresException(
              EmbeddedPostgresException.Kind.START_FAILED,
              "cannot run %s: %s".formatted(command.getFirst(), e.getMessage()),
              e);
      started.completeExceptionally(failure);
      ended.completeExceptionally(failure);
    }
  }

  private int follow(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      output.add("(the server's log was lost: " + e.getMessage() + ")");
    }
    while (true) {
      try {
        return process.waitFor();
      } catch (InterruptedException e) {
        // Nobody has business interrupting this thread, and leaving would stop the server.
        log.debug("ignored an interrupt", e);
      }
    }
  }

  private static void await(CompletableFuture<Process> started, WaitDeadline deadline) {
    try {
      started.get(Math.max(1, deadline.leftNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof EmbeddedPostgresException known
          ? known
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new EmbeddedPostgresException(
          EmbeddedPostgresException.Kind.TIMED_OUT, "Postgres could not be started in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException(
          EmbeddedPostgresException.Kind.START_FAILED, "interrupted while starting Postgres", e);
    }
  }
}
