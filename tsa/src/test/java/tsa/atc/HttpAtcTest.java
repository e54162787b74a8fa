package tsa.atc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.control.port.Atc;
import tsa.control.port.Atc.Answer;
import tsa.lab.atc.AtcServer;
import tsa.lab.atc.SimulatedAtc;
import tsa.lab.simulator.http.ConnectionGate;
import tsa.lab.simulator.http.HttpEngine;
import tsa.lab.simulator.http.ServerResponse;
import tsa.lab.simulator.http.TcpListener;
import tsa.testing.Patience;
import tsa.testing.Slowness;
import tsa.worker.Address;
import tsa.worker.Load;
import tsa.worker.ObjectKind;
import tsa.worker.Registration;
import tsa.worker.ResourceType;
import tsa.worker.WorkerName;
import tsa.worker.WorkerState;

/** The adapter against the simulated ATC, over HTTP. */
class HttpAtcTest {
  private static final WorkerName W = new WorkerName("w");
  private static final Duration TTL = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final String SECRET = "s3cret&=%";

  private final AtomicLong nanos = new AtomicLong();
  private final SimulatedAtc rows = new SimulatedAtc(nanos::get);
  private AtcServer server;
  private HttpAtc atc;

  @BeforeEach
  void start() throws IOException {
    server = new AtcServer(rows, 0, "concourse-worker", "s3cret%26%3D%25", InstantSource.system());
    atc = atc(SECRET, server.url());
  }

  @AfterEach
  void stop() throws IOException {
    atc.close();
    server.close();
  }

  private HttpAtc atc(String secret, URI... urls) {
    return new HttpAtc(settings(secret, AtcSettings.CallLimits.DEFAULT, urls), nanos::get);
  }

  private static AtcSettings settings(String secret, AtcSettings.CallLimits limits, URI... urls) {
    return new AtcSettings(
        List.of(urls), "concourse-worker", secret, null, List.of(), null, limits);
  }

  private static Atc.AtcWorker worker(String name, String team, String version, String address) {
    return new Atc.AtcWorker(
        new Registration(
            new WorkerName(name),
            team,
            "linux",
            List.of("a"),
            version,
            1000,
            false,
            List.of(new ResourceType("git", "/git", "1", true, false)),
            "/certs",
            null,
            null,
            null,
            0),
        new Address(address, "http://" + address),
        new Load(3, 4, 0));
  }

  private static Atc.AtcWorker worker() {
    return worker("w", "t", "2.5", "127.0.0.1:7777");
  }

  private static Answer done(WorkerState state) {
    return new Answer.Accepted(Optional.of(state));
  }

  private static Answer beaten(WorkerState state) {
    return new Answer.Accepted(Optional.of(state), Optional.of("127.0.0.1:7777"));
  }

  private static String problem(Answer answer) {
    return answer.trouble().orElseThrow(() -> new AssertionError(answer));
  }

  @Test
  void aWorkerLivesAndGoes() {
    assertThat(atc.heartbeat(worker(), TTL)).isEqualTo(new Answer.NotFound());
    assertThat(atc.register(worker(), WorkerState.RUNNING, TTL))
        .isEqualTo(done(WorkerState.RUNNING));
    assertThat(rows.row("w").orElseThrow().expires()).isEqualTo(TTL.toNanos());
    assertThat(atc.register(worker(), WorkerState.STALLED, null))
        .isEqualTo(done(WorkerState.STALLED));
    assertThat(rows.row("w").orElseThrow().expires()).isNull();
    assertThat(atc.heartbeat(worker(), TTL)).isEqualTo(beaten(WorkerState.RUNNING));
    assertThat(atc.land(W, "t")).isEqualTo(done(WorkerState.LANDING));
    assertThat(atc.heartbeat(worker(), TTL)).isEqualTo(beaten(WorkerState.LANDING));
    rows.collect();
    assertThat(atc.heartbeat(worker(), TTL)).isEqualTo(done(WorkerState.LANDED));
    assertThat(atc.delete(W, "t")).isInstanceOf(Answer.Accepted.class);
    assertThat(atc.retire(W, "t")).isEqualTo(new Answer.NotFound());
    assertThat(atc.land(W, "t")).isEqualTo(new Answer.NotFound());
  }

  /** An ATC says 500 for a worker that it does not know. */
  @Test
  void deletingTwiceIsNoTrouble() {
    assertThat(atc.delete(W, null)).isEqualTo(new Answer.NotFound());
  }

  @Test
  void objectsAreReportedAndSwept() {
    atc.register(worker(), WorkerState.RUNNING, TTL);
    assertThat(atc.report(W, ObjectKind.VOLUMES, List.of("v-1", "v-2")))
        .isInstanceOf(Answer.Accepted.class);
    assertThat(rows.reported("w", "volumes")).contains(List.of("v-1", "v-2"));
    assertThat(atc.destroying(W, ObjectKind.VOLUMES).destroying()).isEmpty();
    assertThat(atc.destroying(W, ObjectKind.VOLUMES).answer()).isInstanceOf(Answer.Accepted.class);
    rows.destroy("w", "containers", List.of("c-1"));
    assertThat(atc.destroying(W, ObjectKind.CONTAINERS).destroying()).containsExactly("c-1");
    assertThat(atc.report(new WorkerName("x"), ObjectKind.CONTAINERS, List.of("c")))
        .isInstanceOf(Answer.Unavailable.class);
  }

  @Test
  void whatIsRefusedSaysWhatToDo() {
    assertThat(problem(atc.register(worker("w", "t", "2.5x", "a:1"), WorkerState.RUNNING, TTL)))
        .contains("refuses the worker w");
    atc.register(worker(), WorkerState.RUNNING, TTL);
    Answer taken =
        atc.register(worker("w-2", "t", "2.5", "127.0.0.1:7777"), WorkerState.RUNNING, TTL);
    assertThat(taken).isInstanceOf(Answer.Rejected.class);
    assertThat(problem(taken)).contains("127.0.0.1:7777", "another team's");
    server.system(false);
    assertThat(problem(atc.heartbeat(worker(), TTL)))
        .contains("--system-claim-value concourse-worker");
  }

  @Test
  void aTokenIsKeptUntilShortlyBeforeItsEnd() {
    assertThat(atc.ping()).isInstanceOf(Answer.Accepted.class);
    nanos.addAndGet(Duration.ofHours(23).toNanos());
    assertThat(atc.ping()).isInstanceOf(Answer.Accepted.class);
    assertThat(server.tokensGiven()).isEqualTo(1);
    nanos.addAndGet(Duration.ofMinutes(59).toNanos());
    assertThat(atc.ping()).isInstanceOf(Answer.Accepted.class);
    assertThat(server.tokensGiven()).isEqualTo(2);
  }

  @Test
  void aTokenThatIsRefusedIsHadAnewOnce() {
    atc.ping();
    server.forgetTokens();
    assertThat(atc.ping()).isInstanceOf(Answer.Accepted.class);
    assertThat(server.tokensGiven()).isEqualTo(2);
  }

  @Test
  void aWrongSecretSaysWhatToDoAndNotTheSecret() {
    try (HttpAtc wrong = atc("wr0ng", server.url())) {
      Answer answer = wrong.ping();
      assertThat(answer).isInstanceOf(Answer.Unavailable.class);
      assertThat(problem(answer)).contains("--tsa-client-secret").doesNotContain("wr0ng");
      assertThat(wrong.ping()).as("it is not asked for again at once").isEqualTo(answer);
    }
  }

  @Test
  void anAtcThatIsAwayIsNotAWorkerThatIsGone() {
    atc.register(worker(), WorkerState.RUNNING, TTL);
    server.away(true);
    assertThat(atc.heartbeat(worker(), TTL)).isInstanceOf(Answer.Unavailable.class);
    assertThat(atc.delete(W, "t")).isInstanceOf(Answer.Unavailable.class);
    server.away(false);
    assertThat(atc.heartbeat(worker(), TTL)).isEqualTo(beaten(WorkerState.RUNNING));
  }

  /** Also after the head of an answer, which is all that a limit of the client's request covers. */
  @Test
  void anAnswerThatStallsInItsMiddleIsGivenUp() throws IOException {
    try (ServerSocket stalling = new ServerSocket(0)) {
      Thread.ofVirtual().start(() -> stall(stalling));
      AtcSettings settings =
          settings(
              SECRET,
              new AtcSettings.CallLimits(Patience.LIMIT, Slowness.scaled(SHORT), 4),
              URI.create("http://127.0.0.1:" + stalling.getLocalPort()));
      try (HttpAtc slow = new HttpAtc(settings, nanos::get)) {
        assertThat(problem(slow.ping())).contains("does not answer in time");
      }
    }
  }

  private static void stall(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{".getBytes(UTF_8));
      socket.getOutputStream().flush();
      socket.getInputStream().readAllBytes();
    } catch (IOException closed) {
      return; // the end of the test
    }
  }

  @Test
  void a404OfAnythingElseIsNoWordOfTheAtcs() throws IOException {
    HttpEngine engine =
        new HttpEngine(
            "proxy",
            request ->
                request.path().endsWith("/token")
                    ? ServerResponse.of(
                        200, "application/json", "{\"access_token\":\"t\"}".getBytes(UTF_8))
                    : ServerResponse.plainError(404, "default backend"),
            ConnectionGate.OPEN,
            InstantSource.system(),
            10);
    try (TcpListener listener = TcpListener.start(engine, 0);
        HttpAtc proxied =
            atc(SECRET, URI.create("http://127.0.0.1:" + listener.address().getPort()))) {
      assertThat(proxied.heartbeat(worker(), TTL)).isInstanceOf(Answer.Unavailable.class);
      assertThat(proxied.delete(W, null)).isInstanceOf(Answer.Unavailable.class);
    }
    engine.close();
  }

  @Test
  void theNextNodeIsAskedAndKept() throws IOException {
    URI nowhere;
    try (ServerSocket free = new ServerSocket(0)) {
      nowhere = URI.create("http://127.0.0.1:" + free.getLocalPort());
    }
    try (HttpAtc two = atc(SECRET, nowhere, server.url())) {
      assertThat(two.ping()).isInstanceOf(Answer.Accepted.class);
    }
    try (HttpAtc one = atc(SECRET, nowhere)) {
      assertThat(problem(one.ping())).contains(nowhere.toString(), "cannot be reached");
    }
  }

  @Test
  void secretsAreInNoText() {
    AtcSettings settings = settings(SECRET, AtcSettings.CallLimits.DEFAULT, server.url());
    assertThat(settings.toString()).doesNotContain(SECRET);
  }
}
