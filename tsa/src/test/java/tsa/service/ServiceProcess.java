package tsa.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tsa.testing.Patience;
import tsa.testing.Program;

/** A service as a process of its own. Ends with the test, whatever becomes of it. */
final class ServiceProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile(":(\\d+)$");

  private final Process process;
  private final Path workDir;
  private final int sshPort;
  private final int apiPort;

  private ServiceProcess(Process process, Path workDir, int sshPort, int apiPort) {
    this.process = process;
    this.workDir = workDir;
    this.sshPort = sshPort;
    this.apiPort = apiPort;
  }

  /**
   * Starts {@code serve} on that directory; ports are 0 for any that stays free while it is killed
   * and started again. Returns when it listens.
   */
  static ServiceProcess start(Path workDir, int sshPort, int apiPort, String... more)
      throws IOException {
    List<String> args = new ArrayList<>(List.of("serve"));
    args.addAll(ShortTimes.FLAGS);
    args.add("--work-dir=" + workDir);
    args.add("--tsa-bind-port=" + (sshPort == 0 ? StablePort.next() : sshPort));
    args.add("--bind-port=" + (apiPort == 0 ? StablePort.next() : apiPort));
    args.addAll(List.of(more));
    Process process =
        new ProcessBuilder(Program.command(List.of(), args))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = process.inputReader(UTF_8);
    int ssh = port(lines, "workers register at ");
    int api = port(lines, "REST at ");
    return new ServiceProcess(process, workDir, ssh, api);
  }

  private static int port(BufferedReader lines, String what) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher port = PORT.matcher(line);
      if (line.startsWith(what) && port.find()) {
        return Integer.parseInt(port.group(1));
      }
    }
    throw new IllegalStateException("the service ended before it said '" + what + "'");
  }

  int sshPort() {
    return sshPort;
  }

  int apiPort() {
    return apiPort;
  }

  ServiceApi rest() throws Exception {
    return new ServiceApi(apiPort, workDir.resolve("admin.token"));
  }

  /** Ends it as kill -9 does. */
  void kill() throws InterruptedException {
    Patience.kill(process);
  }

  /** Sends it a SIGHUP, which ends a process that does nothing about it. */
  void hangUp() throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(process.pid())).start();
    Patience.exitCode(kill);
    assertThat(kill.exitValue()).isZero();
    // A process that ends does so within that on an idle machine; on another, StopTest asks again.
    assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).as("it ended on SIGHUP").isFalse();
  }

  /** Asks it to stop, as SIGTERM does, and returns its exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    Patience.exitCode(process);
    return process.exitValue();
  }

  /** Process ids of the Postgres processes that work in a directory; zombies have ended. */
  static List<String> postgresIn(Path workDir) throws IOException {
    Path data = workDir.toRealPath().resolve("postgres");
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      return all.filter(process -> worksIn(process, data))
          .map(process -> process.getFileName().toString())
          .toList();
    }
  }

  private static boolean worksIn(Path process, Path data) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
    } catch (IOException | UnsupportedOperationException notOurs) {
      return false;
    }
  }

  /** Also waits for its Postgres, which notices a little later and writes until then. */
  @Override
  public void close() throws InterruptedException {
    kill();
    ShortTimes.eventually("no Postgres is left", () -> postgresIn(workDir).isEmpty());
  }
}
