package tsa.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tsa.control.port.Tunnel;
import tsa.control.port.WorkerLink.Gone;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;
import tsa.lifecycle.SessionEnd;
import tsa.testing.Patience;
import tsa.worker.WorkerState;

/**
 * The gateway against a second implementation: OpenSSH's client as a worker, with HTTP servers
 * behind its forwards. Needs {@code ssh} and {@code ssh-keygen} on the PATH, and fails without.
 */
class OpenSshWorkerTest {
  private static final String WORKER = "{\"name\":\"w\",\"platform\":\"linux\"}";
  private static final String ANY = "0.0.0.0";
  private static final Duration LIMIT = Patience.LIMIT;

  @TempDir private Path folder;
  private final List<Ssh> running = new ArrayList<>();
  private GatewayRig rig;
  private HttpServer garden;
  private HttpServer baggageclaim;
  private Path key;

  @BeforeEach
  void start() throws Exception {
    rig = GatewayRig.start(folder);
    garden = server("garden");
    baggageclaim = server("baggageclaim");
    key = Files.writeString(folder.resolve("key"), GatewayRig.pem(TestKeys.GLOBAL));
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void stop() throws Exception {
    for (Ssh ssh : running) {
      Patience.kill(ssh.process);
    }
    garden.stop(0);
    baggageclaim.stop(0);
    rig.close();
  }

  private static HttpServer server(String name) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = (name + exchange.getRequestURI()).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** A run of {@code ssh}, its output in files so that nothing blocks. */
  private record Ssh(Process process, Path out, Path err) {
    int status() throws InterruptedException {
      Patience.exitCode(process);
      return process.exitValue();
    }

    String text(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Ssh ssh(Path identity, String stdin, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ssh",
                "-F",
                "none",
                "-p",
                Integer.toString(rig.gateway.port()),
                "-i",
                identity.toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "IdentityAgent=none",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "ExitOnForwardFailure=yes"));
    command.addAll(List.of(arguments));
    int number = running.size();
    Path in = Files.writeString(folder.resolve("in" + number), stdin);
    Path out = folder.resolve("out" + number);
    Path err = folder.resolve("err" + number);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    Ssh ssh = new Ssh(process, out, err);
    running.add(ssh);
    return ssh;
  }

  private String forward(String host, int port, HttpServer server) {
    return (host.isEmpty() ? "" : host + ":")
        + port
        + ":127.0.0.1:"
        + server.getAddress().getPort();
  }

  private Ssh worker(Path identity, String host, String shownHost) throws IOException {
    return ssh(
        identity,
        WORKER,
        "-R",
        forward(host, 7777, garden),
        "-R",
        forward(host, 7788, baggageclaim),
        "beacon@127.0.0.1",
        "forward-worker",
        "--garden",
        shownHost + ":7777",
        "--baggageclaim",
        shownHost + ":7788");
  }

  private static String get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  private static void assertBothAnswer(RigRegistrations.Opened session) throws Exception {
    String gardenUrl = "http://" + session.link().address().garden();
    assertThat(get(gardenUrl + "/ping")).isEqualTo("garden/ping");
    assertThat(get(session.link().address().baggageclaimUrl() + "/volumes"))
        .isEqualTo("baggageclaim/volumes");
    try (Tunnel.Connection c = session.link().tunnel().dial(Tunnel.Server.BAGGAGECLAIM, LIMIT)) {
      c.out().write("GET /x HTTP/1.1\r\nHost: w\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
      c.out().flush();
      assertThat(c.in().readAllBytes()).asString(UTF_8).endsWith("baggageclaim/x");
    }
  }

  @ParameterizedTest
  @CsvSource({"STOP, 0", "FAIL, 1", "RECONNECT, 255", "HAND_OVER, 255"})
  void aWorkerServesBothForwardsAndEndsAsItIsTold(SessionEnd.Kind kind, int status)
      throws Exception {
    Ssh ssh = worker(key, ANY, ANY);
    RigRegistrations.Opened session = rig.registrations.next();
    session.link().registered();
    assertBothAnswer(session);
    session.link().heartbeated();
    session.link().end(SessionEnd.of(kind, Reason.of(ReasonCode.LANDED)));
    assertThat(ssh.status()).as(ssh.text(ssh.err())).isEqualTo(status);
    assertThat(ssh.text(ssh.out()))
        .isEqualTo("{\"event\":\"registered\"}\n{\"event\":\"heartbeated\"}\n");
    assertThat(ssh.text(ssh.err())).contains("landed\n");
    assertThat(Patience.get(session.link().gone())).isNotNull();
  }

  @Test
  void threeWorkersAtOnceAlsoWithTheBareForm() throws Exception {
    List<RigRegistrations.Opened> sessions = new ArrayList<>();
    for (String host : List.of(ANY, ANY, "")) {
      worker(key, host, host.isEmpty() ? "localhost" : host);
      sessions.add(rig.registrations.next());
    }
    for (RigRegistrations.Opened session : sessions) {
      assertBothAnswer(session);
    }
  }

  @Test
  void anEndedClientIsGone() throws Exception {
    Ssh ssh = worker(key, ANY, ANY);
    RigRegistrations.Opened session = rig.registrations.next();
    ssh.process.destroyForcibly();
    assertThat(Patience.get(session.link().gone())).isEqualTo(Gone.LOST);
  }

  @Test
  void anInterruptedClientHasLeft() throws Exception {
    Ssh ssh = worker(key, ANY, ANY);
    RigRegistrations.Opened session = rig.registrations.next();
    ssh.process.destroy(); // SIGTERM: ssh says goodbye before it ends
    assertThat(Patience.get(session.link().gone())).isEqualTo(Gone.LEFT);
  }

  @Test
  void aThirdForwardIsRefused() throws Exception {
    Ssh ssh =
        ssh(
            key,
            WORKER,
            "-R",
            forward(ANY, 7777, garden),
            "-R",
            forward(ANY, 7788, baggageclaim),
            "-R",
            forward(ANY, 7799, garden),
            "beacon@127.0.0.1",
            "forward-worker");
    assertThat(ssh.status()).isEqualTo(255);
    assertThat(ssh.text(ssh.err())).contains("remote port forwarding failed");
  }

  @ParameterizedTest
  @CsvSource({"ed25519, RFC4716", "rsa, PEM", "rsa, PKCS8", "ecdsa, RFC4716", "ecdsa, PEM"})
  void keysOfEveryFormatLogIn(String type, String format) throws Exception {
    Path made = folder.resolve("made");
    Process keygen =
        new ProcessBuilder(
                "ssh-keygen", "-q", "-t", type, "-m", format, "-N", "", "-f", made.toString())
            .start();
    Patience.exitCode(keygen);
    String line = Files.readString(folder.resolve("made.pub"));
    assertThat(ssh(made, WORKER, "beacon@127.0.0.1", "retire-worker").status()).isEqualTo(255);
    Files.writeString(rig.globalKeys, line);
    rig.gateway.reloadKeys();
    assertThat(ssh(made, WORKER, "beacon@127.0.0.1", "retire-worker").status()).isZero();
    assertThat(ssh(key, WORKER, "beacon@127.0.0.1", "retire-worker").status()).isEqualTo(255);
  }

  @Test
  void commandsEndWithTheirStatus() throws Exception {
    rig.store.put("w", null, WorkerState.RUNNING);
    assertThat(ssh(key, WORKER, "beacon@127.0.0.1", "land-worker").status()).isZero();
    assertThat(rig.store.state("w")).contains(WorkerState.LANDING);
    Ssh sweep = ssh(key, WORKER, "beacon@127.0.0.1", "sweep-volumes");
    assertThat(sweep.status()).isZero();
    assertThat(sweep.text(sweep.out())).isEqualTo("[]\n");
    Ssh unknown = ssh(key, WORKER, "beacon@127.0.0.1", "reboot");
    assertThat(unknown.status()).isEqualTo(1);
    assertThat(unknown.text(unknown.err())).contains("unknown command 'reboot'");
    rig.store.failures.set(1_000);
    Ssh trouble = ssh(key, WORKER, "beacon@127.0.0.1", "retire-worker");
    assertThat(trouble.status()).isEqualTo(255);
    assertThat(trouble.text(trouble.err())).contains("the database cannot answer now");
  }

  @Test
  void nothingButCommandsIsServed() throws Exception {
    Ssh shell = ssh(key, "", "-T", "beacon@127.0.0.1");
    assertThat(shell.status()).isEqualTo(1);
    assertThat(shell.text(shell.err())).contains("there is no shell");
    Ssh direct =
        ssh(key, "", "-W", "127.0.0.1:" + garden.getAddress().getPort(), "beacon@127.0.0.1");
    assertThat(direct.status()).isNotZero();
    assertThat(direct.text(direct.err())).contains("open failed");
    Ssh sftp = ssh(key, "", "-s", "beacon@127.0.0.1", "sftp");
    assertThat(sftp.status()).isNotZero();
    assertThat(sftp.text(sftp.err())).contains("subsystem request failed");
  }

  @Test
  void aLongReportArrives() throws Exception {
    // One argument of a process may have 128 KiB; the whole line has 200.
    String half = "0123456789abcdef-handle ".repeat(4_200).strip();
    Ssh report = ssh(key, WORKER, "beacon@127.0.0.1", "report-volumes", half, half);
    assertThat(report.status()).as(report.text(report.err())).isZero();
    eventually().until(() -> !rig.reports.isEmpty());
    assertThat(rig.reports.remove().handles()).hasSize(8_400);
  }

  /** OpenSSH exchanges keys after each 8 MB, in both directions. */
  @Test
  void bulkArrivesWholeWhileOpensshExchangesKeys() throws Exception {
    try (BulkServers servers = new BulkServers();
        ServerSocket worker = servers.listen()) {
      String behind = ":127.0.0.1:" + worker.getLocalPort();
      ssh(
          key,
          WORKER,
          "-o",
          "RekeyLimit=8M",
          "-R",
          ANY + ":7777" + behind,
          "-R",
          ANY + ":7788" + behind,
          "beacon@127.0.0.1",
          "forward-worker --garden 0.0.0.0:7777 --baggageclaim 0.0.0.0:7788");
      Tunnel tunnel = rig.registrations.next().link().tunnel();
      byte[] expected = servers.expected(BulkServers.BLOCKS);
      try (Tunnel.Connection up = tunnel.dial(Tunnel.Server.GARDEN, LIMIT);
          Tunnel.Connection down = tunnel.dial(Tunnel.Server.BAGGAGECLAIM, LIMIT)) {
        CompletableFuture<byte[]> uploaded = new CompletableFuture<>();
        Thread.ofVirtual()
            .start(() -> {
              try {
                uploaded.complete(servers.upload(up.in(), up.out(), BulkServers.BLOCKS));
              } catch (IOException e) {
                uploaded.completeExceptionally(e);
              }
            });
        assertThat(servers.download(down.in(), down.out())).isEqualTo(expected);
        assertThat(Patience.get(uploaded)).isEqualTo(expected);
      }
    }
  }
}
