package tsa.lab.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tsa.testing.Patience;

/** The HTTP engine on its own, over byte arrays, and with the JDK's client as a second opinion. */
class HttpEngineTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-08-07T01:02:03Z"));
  private static final String PING = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final ServerHandler ROUTES =
      new ServerRouter()
          .add("GET", "/ping", _ -> ServerResponse.of(200, "application/json", utf8("{}\n")))
          .add("POST", "/echo", r -> ServerResponse.of(200, "text/plain", r.bytes()))
          .add("POST", "/ignore", _ -> ServerResponse.empty(204))
          .add(
              "GET", "/x/:name/y", r -> ServerResponse.of(200, "text/plain", utf8(r.param("name"))))
          .add("GET", "/broken", _ -> broken())
          .add("GET", "/defect", HttpEngineTest::defect)
          .add("POST", "/raw", _ -> hijack());

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ServerResponse broken() {
    ServerResponse.Writer writer =
        out -> {
          out.write(utf8("half"));
          throw new AbruptCloseException("on purpose");
        };
    return ServerResponse.empty(200)
        .withBody(new ServerResponse.Streamed(OptionalLong.empty(), writer));
  }

  private static ServerResponse defect(ServerRequest request) {
    throw new IllegalStateException("a defect, on purpose, at " + request.path());
  }

  private static ServerResponse hijack() {
    ServerResponse.Takeover echo =
        (in, out) -> {
          out.write(in.readAllBytes());
          out.flush();
        };
    return ServerResponse.empty(201).withBody(new ServerResponse.Hijacked(echo));
  }

  private static HttpEngine engine(int maxConnections) {
    return new HttpEngine("test", ROUTES, ConnectionGate.OPEN, CLOCK, maxConnections);
  }

  /** Sends all of it, closes, and returns what came back. */
  private static String talk(String request) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (HttpEngine engine = engine(1)) {
      engine.serve(new ByteArrayInputStream(utf8(request)), out, () -> {});
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void anAnswerLooksLikeGos() {
    assertThat(talk(PING))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Date: Fri, 07 Aug 2026 01:02:03 GMT\r\n")
        .contains("Content-Length: 3\r\n")
        .endsWith("\r\n\r\n{}\n");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    assertThat(talk(PING + PING).split("HTTP/1.1 200 OK", -1)).hasSize(3);
  }

  @Test
  void http10ClosesUnlessAskedNotTo() {
    assertThat(talk("GET /ping HTTP/1.0\r\n\r\n" + PING))
        .startsWith("HTTP/1.0 200 OK\r\n")
        .contains("Connection: close")
        .doesNotContain("HTTP/1.1");
    assertThat(talk("GET /ping HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + PING))
        .contains("Connection: keep-alive")
        .contains("HTTP/1.1 200 OK");
  }

  @ParameterizedTest
  @CsvSource({
    "GET /ping,400",
    "GET ping HTTP/1.1,400",
    "GET /ping HTTP/1.1,400", // no Host
    "GET /ping HTTP/2.0,505",
    "GET /ping HTTP/1.1|Host: x|no colon,400",
    "POST /echo HTTP/1.1|Host: x|Content-Length: many,400",
    "POST /echo HTTP/1.1|Host: x|Content-Length: -5,400",
    "POST /echo HTTP/1.1|Host: x|Transfer-Encoding: zip,501",
    "POST /echo HTTP/1.1|Host: x|Transfer-Encoding: chunked||zz,400",
    "POST /echo HTTP/1.1|Host: x|Transfer-Encoding: chunked||ffffffffffffffff,400",
  })
  void whatIsNoHttpIsRefusedAndTheConnectionEnds(String request, int status) {
    String answer = talk(request.replace("|", "\r\n") + "\r\n\r\n" + PING);
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains("Connection: close");
    assertThat(answer).doesNotContain("200 OK");
  }

  @Test
  void headsAndBodiesAreBounded() {
    String head = "GET /ping HTTP/1.1\r\nHost: x\r\n";
    assertThat(talk(head + "A: " + "a".repeat(70_000))).startsWith("HTTP/1.1 431 ");
    StringBuilder many = new StringBuilder(head);
    for (int i = 0; i < 101; i++) {
      many.append("h").append(i).append(": v\r\n");
    }
    assertThat(talk(many + "\r\n")).startsWith("HTTP/1.1 431 ");
    String body = "b".repeat(ServerRequest.MAX_BODY + 1);
    assertThat(talk("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 1048577\r\n\r\n" + body))
        .startsWith("HTTP/1.1 413 ");
  }

  @Test
  void chunkedBodiesAreJoined() {
    String head = "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertThat(talk(head + "3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: t\r\n\r\n" + PING))
        .contains("\r\n\r\nabcde")
        .endsWith("{}\n");
  }

  @Test
  void aBodyThatBreaksOffEndsTheConnection() {
    assertThat(talk("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")).isEmpty();
  }

  @Test
  void anUnreadBodyIsSkippedUnlessItIsHuge() {
    String head = "POST /ignore HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s";
    assertThat(talk(head.formatted(5, "abcde") + PING)).endsWith("{}\n");
    int huge = 300_000;
    assertThat(talk(head.formatted(huge, "a".repeat(huge)) + PING)).doesNotContain("200 OK");
  }

  @Test
  void aClientThatAsksFirstIsToldToGoOn() {
    String request =
        "POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab";
    assertThat(talk(request)).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
  }

  @Test
  void aBrokenBodyHasNoEnd() {
    assertThat(talk("GET /broken HTTP/1.1\r\nHost: x\r\n\r\n")).doesNotContain("\r\n0\r\n");
  }

  @Test
  void aDefectiveHandlerCostsItsConnectionOnly() {
    assertThat(talk("GET /defect HTTP/1.1\r\nHost: x\r\n\r\n")).isEmpty();
  }

  @Test
  void pathParametersAreUnescapedAsInAQuery() {
    assertThat(talk("GET /x/a%2Fb+c/y HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("\r\n\r\na/b c");
    assertThat(talk("GET /x//y HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404 ");
    assertThat(talk("GET /x/%zz/y HTTP/1.1\r\nHost: x\r\n\r\n")).endsWith("\r\n\r\n%zz");
  }

  @Test
  void aHijackGetsTheBytesAfterTheHead() {
    assertThat(talk("POST /raw HTTP/1.1\r\nHost: x\r\n\r\nand now raw"))
        .startsWith("HTTP/1.1 201 Created\r\n")
        .contains("Transfer-Encoding: chunked\r\n")
        .endsWith("\r\n\r\nand now raw");
    assertThat(talk("POST /raw HTTP/1.0\r\n\r\nand now raw"))
        .doesNotContain("Transfer-Encoding")
        .endsWith("\r\n\r\nand now raw");
  }

  @Test
  void aConnectionTooManyIsClosedWithoutAByte() throws Exception {
    try (HttpEngine engine = engine(1)) {
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      InputStream stuck =
          new InputStream() {
            @Override
            public int read(byte[] bytes, int start, int length) throws IOException {
              return read();
            }

            @Override
            public int read() throws IOException {
              reading.countDown();
              try {
                Patience.pass(release);
                return -1;
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            }
          };
      engine.attach(stuck, new ByteArrayOutputStream(), release::countDown);
      Patience.pass(reading);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      engine.serve(new ByteArrayInputStream(utf8(PING)), out, () -> {});
      assertThat(out.size()).isZero();
      release.countDown();
    }
  }

  @Test
  void theJdksClientUnderstandsIt() throws Exception {
    try (HttpEngine engine = engine(10);
        TcpListener listener = TcpListener.start(engine, 0);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      URI base = URI.create("http://127.0.0.1:" + listener.address().getPort());
      String body = "x".repeat(5_000);
      HttpRequest echo =
          HttpRequest.newBuilder(base.resolve("/echo"))
              .timeout(Patience.LIMIT)
              .expectContinue(true)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build();
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer = client.send(echo, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.headers().map()).containsEntry("transfer-encoding", List.of("chunked"));
      }
      assertThat(engine.connections()).as("one connection for all").isEqualTo(1);
    }
  }
}
