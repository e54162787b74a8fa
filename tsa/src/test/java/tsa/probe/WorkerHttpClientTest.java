package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tsa.testing.Patience.eventually;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.control.port.Tunnel;
import tsa.lifecycle.FailureCause;

class WorkerHttpClientTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Cancellation cancellation = new Cancellation();
  private ScriptedWorker worker;
  private WorkerHttpClient http;

  @BeforeEach
  void start() throws IOException {
    worker = new ScriptedWorker();
    http = new WorkerHttpClient(worker, timer, cancellation);
  }

  @AfterEach
  void stop() throws IOException {
    worker.close();
    timer.shutdownNow();
  }

  @Test
  void aRequestSaysAllThatIsNeeded() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    WorkerHttpRequest.post(Tunnel.Server.GARDEN, "/a", "ü").writeTo(out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            POST /a HTTP/1.1\r
            Host: worker\r
            Accept: application/json\r
            Connection: close\r
            Content-Type: application/json\r
            Content-Length: 2\r
            \r
            ü\
            """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "/a b", "/a\r\nX: y", "/a?b", "/a%20", "/ä"})
  void aPathCannotChangeTheMeaningOfARequest(String path) {
    assertThatThrownBy(() -> WorkerHttpRequest.get(Tunnel.Server.GARDEN, path))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRedirectIsAnAnswerAndIsNotFollowed() throws ProbeException {
    worker.on("GET /ping", "HTTP/1.1 302 Found\r\nLocation: /capacity\r\n\r\n");
    WorkerHttpReply reply = http.call(ping(), in(Probing.AMPLE));
    assertThat(reply.status()).isEqualTo(302);
    assertThat(worker.requests()).containsExactly("GET /ping");
  }

  @Test
  void aServerThatSaysNothingIsLeftAtTheDeadline() {
    worker.hangOn("GET /ping");
    assertTimedOut(meet(LIMIT));
    noConnectionStays();
  }

  @Test
  void anAnswerThatDripsIsLeftAtTheDeadline() {
    worker.on(
        "GET /ping",
        out -> {
          ScriptedWorker.write(out, HEAD + "Content-Length: 1000\r\n\r\n");
          CountDownLatch never = new CountDownLatch(1);
          while (!never.await(10, TimeUnit.MILLISECONDS)) {
            out.write(' ');
            out.flush();
          }
        });
    assertTimedOut(meet(LIMIT));
    noConnectionStays();
  }

  @Test
  void aHeadThatDripsIsLeftAtTheDeadline() {
    worker.on(
        "GET /ping",
        out -> {
          CountDownLatch never = new CountDownLatch(1);
          do {
            out.write('H');
            out.flush();
          } while (!never.await(10, TimeUnit.MILLISECONDS));
        });
    assertTimedOut(meet(LIMIT));
  }

  @Test
  void aBodyWithoutEndIsCutOff() {
    worker.on(
        "GET /ping",
        out -> {
          ScriptedWorker.write(out, HEAD + "\r\n");
          for (int i = 0; i < 100_000; i++) {
            ScriptedWorker.write(out, "[\"more\",".repeat(100));
          }
        });
    assertThat(meet(Probing.AMPLE))
        .isEqualTo(
            new Finding.NoAnswer(
                FailureCause.BAD_ANSWER, "an answer of more than 65536 bytes", true));
    noConnectionStays();
  }

  @Test
  void aConnectionClosedWithoutAByteIsClosed() {
    worker.closeOn("GET /ping");
    assertThat(meet(Probing.AMPLE))
        .isEqualTo(new Finding.NoAnswer(FailureCause.CLOSED, "closed without a byte", true));
  }

  @Test
  void anAnswerThatBreaksOffIsClosed() {
    worker.on("GET /ping", HEAD + "Content-Length: 1000\r\n\r\n{\"a\":");
    assertThat(meet(Probing.AMPLE).cause()).isEqualTo(FailureCause.CLOSED);
  }

  @Test
  void aSessionThatIsGoneIsNotConnected() throws IOException {
    worker.close();
    assertThat(meet(Probing.AMPLE))
        .isEqualTo(new Finding.NoAnswer(FailureCause.NOT_CONNECTED, "the session is gone", false));
  }

  @Test
  void withoutTimeNothingIsSent() {
    Finding.NoAnswer finding = meet(Duration.ZERO);
    assertThat(finding.cause()).isEqualTo(FailureCause.TIMED_OUT);
    assertThat(finding.sent()).isFalse();
    assertThat(worker.requests()).isEmpty();
  }

  @Test
  void aCallThatIsCalledOffEndsSoon() {
    worker.hangOn("GET /ping");
    Thread.ofVirtual()
        .start(() -> {
          eventually().until(() -> worker.requests().size() == 1);
          cancellation.trip();
        });
    assertThat(meet(Probing.AMPLE).cause()).isEqualTo(FailureCause.CANCELLED);
    noConnectionStays();
    assertThat(meet(Probing.AMPLE).sent()).isFalse();
  }

  @Test
  void aDialThatIsCalledOffEndsSoonAndLeavesNoInterrupt() {
    CountDownLatch dialling = new CountDownLatch(1);
    Tunnel stuck =
        (server, limit) -> {
          dialling.countDown();
          try {
            new CountDownLatch(1).await();
            throw new IllegalStateException("nobody counts down");
          } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
          }
        };
    Thread.ofVirtual()
        .start(() -> {
          eventually().until(() -> dialling.getCount() == 0);
          cancellation.trip();
        });
    http = new WorkerHttpClient(stuck, timer, cancellation);
    assertThat(meet(Probing.AMPLE).cause()).isEqualTo(FailureCause.CANCELLED);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  private Finding.NoAnswer meet(Duration limit) {
    ProbeException e =
        catchThrowableOfType(ProbeException.class, () -> http.call(ping(), in(limit)));
    return (Finding.NoAnswer) e.finding();
  }

  private void noConnectionStays() {
    eventually().until(() -> worker.connections() == 0);
  }

  private static void assertTimedOut(Finding.NoAnswer none) {
    assertThat(none.cause()).isEqualTo(FailureCause.TIMED_OUT);
    assertThat(none.sent()).isTrue();
    assertThat(none.detail()).matches("no whole answer within \\d+ ms");
  }

  private static WorkerHttpRequest ping() {
    return WorkerHttpRequest.get(Tunnel.Server.GARDEN, "/ping");
  }

  private static CallDeadline in(Duration limit) {
    return CallDeadline.in(limit, System::nanoTime);
  }
}
