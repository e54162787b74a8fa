package tsa.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.api.http.ApiSettings;
import tsa.lifecycle.CheckReport;
import tsa.testing.ApiRig;
import tsa.testing.Patience;
import tsa.testing.RawHttp;
import tsa.testing.Slowness;

/** Clients that take their time. The idle limit is short here; the tests wait on the sockets. */
class SlowClientTest {
  private static final Duration IDLE = Slowness.scaled(Duration.ofMillis(300));
  private static final ApiSettings.HttpLimits HASTY =
      new ApiSettings.HttpLimits(IDLE, 1000, 2000, 100, Patience.LIMIT);

  private final ApiRig rig = new ApiRig(HASTY);

  @AfterEach
  void close() {
    rig.close();
  }

  private String untilTheEnd(String sent) throws IOException {
    try (Socket socket = RawHttp.open(rig.port())) {
      socket.getOutputStream().write(sent.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void silenceIsCut() throws IOException {
    assertThat(untilTheEnd("")).isEmpty();
  }

  @Test
  void halfAHeaderIsCut() throws IOException {
    assertThat(untilTheEnd("GET /livez HTTP/1.1\r\nHost: tsa.te")).doesNotContain("200");
  }

  @Test
  void halfABodyIsCut() throws IOException {
    String answer =
        untilTheEnd(
            RawHttp.request(
                    "PUT",
                    "/api/v1/workers/alpha/land",
                    ApiRig.bearer(ApiRig.ADMIN) + "Content-Length: 10\r\n")
                + "{\"te");
    assertThat(answer).startsWith("HTTP/1.1 408 ").endsWith("the body did not arrive");
    assertThat(RawHttp.body(rig.admin("GET", "/api/v1/workers/alpha")))
        .contains("\"state\":\"running\"");
  }

  @Test
  void aConnectionThatIsKeptForNothingIsCut() throws IOException {
    String answer = untilTheEnd("GET /livez HTTP/1.1\r\nHost: tsa.test\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nok\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /livez HTTP/1.1\r\nHost: tsa.test\r\n\r\n"})
  void aHeaderThatTricklesInIsCut(String before) throws Exception {
    try (Socket socket = RawHttp.open(rig.port());
        ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
      OutputStream out = socket.getOutputStream();
      out.write((before + "GET /livez HTTP/1.1\r\nX-Slow: ").getBytes(UTF_8));
      Future<?> dripping =
          drip.scheduleAtFixedRate(() -> write(out, 'x'), 0, 50, TimeUnit.MILLISECONDS);
      byte[] answer = readUntilCut(socket);
      dripping.cancel(true);
      assertThat(new String(answer, UTF_8).split("HTTP/1.1 200", -1))
          .hasSize(before.isEmpty() ? 1 : 2);
    }
  }

  /** Nobody has shown a token before a login: a byte now and then must not hold a connection. */
  @Test
  void aLoginThatTricklesInIsCut() throws Exception {
    try (Socket socket = RawHttp.open(rig.port());
        ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          RawHttp.request("POST", "/sky/issuer/token", "Content-Length: 900\r\n").getBytes(UTF_8));
      Future<?> dripping =
          drip.scheduleAtFixedRate(() -> write(out, 'x'), 0, 50, TimeUnit.MILLISECONDS);
      String answer = new String(readUntilCut(socket), UTF_8);
      dripping.cancel(true);
      assertThat(answer).startsWith("HTTP/1.1 408 ").endsWith("the body did not arrive");
    }
  }

  /** A peer that closes while we write resets the connection: also an end. */
  private static byte[] readUntilCut(Socket socket) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
        answer.write(c);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the connection was not cut", e);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    return answer.toByteArray();
  }

  private static void write(OutputStream out, char c) {
    try {
      out.write(c);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The idle limit is for clients; our own work may take longer. */
  @Test
  void aLongCheckIsAnswered() {
    CompletableFuture<CheckReport> check =
        new CompletableFuture<CheckReport>()
            .completeOnTimeout(ApiRig.healthyCheck(), IDLE.toMillis() * 4, TimeUnit.MILLISECONDS);
    rig.registrations().check("alpha", check);
    String answer = rig.admin("PUT", "/api/v1/workers/alpha/check");
    assertThat(RawHttp.status(answer)).isEqualTo(200);
    assertThat(RawHttp.body(answer)).contains("\"verdict\":\"healthy\"");
  }
}
