package tsa.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tsa.testing.Patience;

/** A child process that owns a server, and that server. */
record OwnerProcess(Process process, ProcessHandle server) {
  static OwnerProcess start(Path work, String mode) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "tsa.postgres.ServerOwner",
                work.toString(),
                SharedCache.directory().toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = process.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("READY ")) {
        long pid = Long.parseLong(line.substring("READY ".length()));
        return new OwnerProcess(process, ProcessHandle.of(pid).orElseThrow());
      }
    }
    throw new IllegalStateException("the owner ended before its server was ready");
  }

  /** Kills the owner as kill -9 does. */
  void kill() throws InterruptedException {
    Patience.kill(process);
  }

  /** Whether the server ends within some seconds; a zombie that nobody reaps has ended. */
  boolean serverEnds() {
    WaitDeadline deadline = WaitDeadline.in(Duration.ofSeconds(10));
    while (isRunning() && !deadline.hasPassed()) {
      WaitDeadline.pause();
    }
    return !isRunning();
  }

  private boolean isRunning() {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(server.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
