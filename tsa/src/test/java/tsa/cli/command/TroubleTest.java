package tsa.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.ApiRig;
import tsa.testing.Patience;
import tsa.testing.SwitchableStore;

/** What goes wrong between an operator and a gateway, and what is said about it. */
class TroubleTest {
  @TempDir private Path dir;

  private static String failure(Map<String, String> env, String... args) {
    CliRun run = CliRun.piped(env, args);
    assertThat(run.status()).as(run.err()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    return run.err();
  }

  /** Answers one connection with that, whatever it asks. */
  private static Thread answering(ServerSocket server, String answer) {
    return Thread.ofVirtual()
        .start(() -> {
          try (Socket socket = server.accept()) {
            socket.getInputStream().read(new byte[1]);
            socket.getOutputStream().write(answer.getBytes(UTF_8));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static ServerSocket loopback() throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    server.setSoTimeout(Patience.LIMIT_MILLIS);
    return server;
  }

  private static String url(ServerSocket server) {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  @Test
  void nothingListens() throws IOException {
    String url;
    try (ServerSocket server = loopback()) {
      url = url(server);
    }
    assertThat(failure(Map.of("TSA_URL", url, "TSA_TOKEN", "t"), "workers"))
        .contains("cannot reach " + url)
        .contains("--api-url")
        .contains("$TSA_URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "127.0.0.1:8080", "ftp://x", "http://", "http://x?y", "http://a b"})
  void theAddressIsNone(String url) {
    assertThat(failure(Map.of("TSA_TOKEN", "t"), "workers", "--api-url", url))
        .contains("is not the address of a gateway");
  }

  @Test
  void theTokenIsRefused() throws IOException {
    Path file = Files.writeString(dir.resolve("old.token"), "not-the-one\n");
    try (ApiRig rig = new ApiRig()) {
      String url = "http://127.0.0.1:" + rig.port();
      assertThat(failure(Map.of("TSA_URL", url, "TSA_TOKEN_FILE", file.toString()), "workers"))
          .contains("does not accept the token of " + file);
    }
  }

  @Test
  void thereIsNoTokenFile() {
    Path file = dir.resolve("none");
    assertThat(failure(Map.of(), "workers", "--token-file", file.toString()))
        .contains("there is no token file " + file)
        .contains("$TSA_TOKEN_FILE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "two words", "line\nbreak", "ümlaut"})
  void theTokenFileHoldsNone(String content) throws IOException {
    Path file = Files.writeString(dir.resolve("token"), content);
    assertThat(failure(Map.of(), "workers", "--token-file", file.toString()))
        .contains("does not hold a token");
  }

  @Test
  void theOptionsCountBeforeTheEnvironment() throws IOException {
    Path file = Files.writeString(dir.resolve("right.token"), ApiRig.ADMIN + "\n");
    try (ApiRig rig = new ApiRig()) {
      CliRun run =
          CliRun.piped(
              Map.of("TSA_URL", "http://127.0.0.1:1", "TSA_TOKEN", "wrong"),
              "workers",
              "--api-url",
              "http://127.0.0.1:" + rig.port() + "/",
              "--token-file",
              file.toString());
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
    }
  }

  @Test
  void somethingElseAnswers() throws Exception {
    try (ServerSocket server = loopback()) {
      Thread answering = answering(server, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>");
      assertThat(failure(Map.of("TSA_URL", url(server), "TSA_TOKEN", "t"), "workers"))
          .contains("something else than this API");
      Patience.join(answering);
    }
  }

  @Test
  void aRedirectIsNotFollowed() throws Exception {
    try (ServerSocket server = loopback()) {
      Thread answering =
          answering(
              server,
              "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
      assertThat(failure(Map.of("TSA_URL", url(server), "TSA_TOKEN", "t"), "workers"))
          .contains("answered 302");
      Patience.join(answering);
    }
  }

  @Test
  void theConnectionBreaks() throws Exception {
    try (ServerSocket server = loopback()) {
      Thread answering = answering(server, "HTTP/1.1 200 OK\r\nContent-Length: 600\r\n\r\n{");
      assertThat(failure(Map.of("TSA_URL", url(server), "TSA_TOKEN", "t"), "workers"))
          .contains("the connection to " + url(server) + " broke");
      Patience.join(answering);
    }
  }

  @Test
  void theStoreIsDown() {
    try (ApiRig rig = new ApiRig()) {
      rig.store().set(SwitchableStore.Mode.DOWN);
      assertThat(
              failure(
                  Map.of("TSA_URL", "http://127.0.0.1:" + rig.port(), "TSA_TOKEN", ApiRig.ADMIN),
                  "why",
                  "-w",
                  "alpha"))
          .isEqualTo("error: the database does not answer; try again\n");
    }
  }

  @Test
  void aNameIsAlmostRight() {
    try (ApiRig rig = new ApiRig()) {
      Map<String, String> env =
          Map.of("TSA_URL", "http://127.0.0.1:" + rig.port(), "TSA_TOKEN", ApiRig.ADMIN);
      assertThat(failure(env, "why", "-w", "alpah"))
          .isEqualTo("error: worker 'alpah' does not exist. Names like it: alpha\n");
      assertThat(failure(env, "land-worker", "-w", "fox"))
          .isEqualTo("error: worker 'fox' does not exist. Names like it: foxtrot\n");
      assertThat(failure(env, "why", "-w", "zulu-17"))
          .isEqualTo("error: worker 'zulu-17' does not exist\n");
      assertThat(failure(env, "why", "-w", "a/../b")).contains("no such worker");
    }
  }

  /** What comes from a worker or another user must not steer the operator's terminal. */
  @Test
  void controlCharactersAreNotPrinted() throws Exception {
    String body =
        "{\"type\":\"x\",\"title\":\"x\",\"status\":409,\"detail\":\"a\\u001b[2Jb\\u202ec\"}";
    try (ServerSocket server = loopback()) {
      Thread answering =
          answering(
              server,
              "HTTP/1.1 409 Conflict\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      assertThat(failure(Map.of("TSA_URL", url(server), "TSA_TOKEN", "t"), "workers"))
          .isEqualTo("error: a?[2Jb?c\n");
      Patience.join(answering);
    }
  }
}
