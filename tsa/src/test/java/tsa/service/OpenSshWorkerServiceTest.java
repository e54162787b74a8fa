package tsa.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tsa.lab.simulator.Fault;
import tsa.lab.simulator.SimulatedWorkerServers;
import tsa.lab.simulator.SimulatorClock;
import tsa.lab.simulator.SimulatorSettings;
import tsa.lab.simulator.Timers;
import tsa.testing.Patience;
import tsa.wire.WorkerJson;

/**
 * OpenSSH's client as a worker: an SSH implementation that shares no line with ours, on both
 * tunnels.
 */
class OpenSshWorkerServiceTest {
  @TempDir static Path folder;

  private static ServiceRig rig;
  private static ScheduledExecutorService timers;

  @BeforeAll
  static void start() throws Exception {
    requireSsh();
    timers = Executors.newSingleThreadScheduledExecutor();
    rig = ServiceRig.start(folder);
    rig.fleet().join("steady"); // the last healthy worker would not be retired
    rig.awaitState("steady", "running");
  }

  private static void requireSsh() throws InterruptedException {
    try {
      Process version = new ProcessBuilder("ssh", "-V").start();
      Patience.exitCode(version);
    } catch (IOException e) {
      throw new AssertionError(
          "OpenSSH's client is missing; install it: apt-get install openssh-client", e);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (rig != null) {
      rig.close();
    }
    if (timers != null) {
      timers.shutdownNow();
    }
  }

  /** A worker made of {@code ssh -R} and the simulated servers on two loopback ports. */
  private record OpenSshWorker(SimulatedWorkerServers servers, Process ssh)
      implements AutoCloseable {
    static OpenSshWorker join(String name) throws IOException {
      SimulatorClock clock =
          new SimulatorClock(InstantSource.system(), System::nanoTime, Timers.on(timers));
      SimulatedWorkerServers servers =
          new SimulatedWorkerServers(SimulatorSettings.concourse(), clock);
      int garden = servers.garden().listen(0).getPort();
      int baggageclaim = servers.baggageclaim().listen(0).getPort();
      Process ssh = new ProcessBuilder(command(garden, baggageclaim)).start();
      try (Writer stdin = ssh.outputWriter(UTF_8)) {
        stdin.write(
            "{\"name\":\"%s\",\"platform\":\"linux\",\"version\":\"2.5\",\"start_time\":%d}"
                .formatted(name, 1_790_000_000));
      }
      return new OpenSshWorker(servers, ssh);
    }

    private static List<String> command(int garden, int baggageclaim) throws IOException {
      Path known = folder.resolve("known_hosts");
      int port = rig.service().sshPort();
      String hostKey = Files.readString(rig.service().hostKey().orElseThrow());
      Files.writeString(known, "[127.0.0.1]:%d %s".formatted(port, hostKey));
      return List.of(
          "ssh",
          "-F",
          "none",
          "-oBatchMode=yes",
          "-oIdentitiesOnly=yes",
          "-oStrictHostKeyChecking=yes",
          "-oUserKnownHostsFile=" + known,
          "-oExitOnForwardFailure=yes",
          "-i",
          rig.service().workerKey().orElseThrow().toString(),
          "-p",
          Integer.toString(port),
          "-R",
          "0.0.0.0:7777:127.0.0.1:" + garden,
          "-R",
          "0.0.0.0:7788:127.0.0.1:" + baggageclaim,
          "beacon@127.0.0.1",
          "forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788");
    }

    int exitCode() throws InterruptedException {
      Patience.exitCode(ssh);
      return ssh.exitValue();
    }

    @Override
    public void close() {
      ssh.destroyForcibly();
      servers.close();
    }
  }

  @Test
  void isCheckedThroughBothTunnelsReachedByOthersAndLanded() throws Exception {
    try (OpenSshWorker worker = OpenSshWorker.join("openssh")) {
      BufferedReader stdout = worker.ssh().inputReader(UTF_8);
      assertThat(stdout.readLine()).isEqualTo("{\"event\":\"registered\"}");
      assertThat(stdout.readLine()).isEqualTo("{\"event\":\"heartbeated\"}");
      assertThat(rig.rest().state("openssh")).isEqualTo("running");
      assertThat(rig.rest().verdict("openssh")).isEqualTo("healthy");
      assertThat(worker.servers().counters().containersCreated()).isPositive();
      assertThat(worker.servers().counters().volumesCreated()).isPositive();

      worker.servers().load(2);
      WorkerJson told = rig.rest().worker("openssh").orElseThrow().worker();
      assertThat(get("http://" + told.addr() + "/ping").statusCode()).isEqualTo(200);
      assertThat(get("http://" + told.addr() + "/containers").body()).contains("build-0");
      assertThat(get(told.baggageclaimUrl() + "/volumes").body()).contains("build-1");

      worker.servers().destroyContainer("build-0");
      worker.servers().destroyContainer("build-1");
      rig.rest().ask("openssh", "land");
      assertThat(worker.exitCode()).isZero();
      rig.awaitState("openssh", "landed");
      assertThat(stdout.lines()).allMatch(line -> line.equals("{\"event\":\"heartbeated\"}"));
    }
  }

  @Test
  void failsWithTheReasonOnStderrWhenItIsBroken() throws Exception {
    try (OpenSshWorker worker = OpenSshWorker.join("openssh-broken")) {
      rig.awaitState("openssh-broken", "running");

      worker.servers().faults().set(Fault.READ_ONLY_DISK);

      assertThat(worker.exitCode()).isEqualTo(1);
      assertThat(worker.ssh().errorReader(UTF_8).lines())
          .anySatisfy(line -> assertThat(line).contains("create-volume"));
    }
  }

  /** On a connection that ends with it: a worker's client waits for those that are open. */
  private static HttpResponse<String> get(String uri) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    try {
      return client.send(
          HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    } finally {
      client.shutdownNow();
    }
  }
}
