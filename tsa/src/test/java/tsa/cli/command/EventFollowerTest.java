package tsa.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.cli.Pause;
import tsa.cli.client.EventReader;
import tsa.testing.ApiRig;
import tsa.testing.Patience;

/** Events as they happen, over connections that end. */
class EventFollowerTest {
  private static final String OK =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";

  private static String event(int id) {
    return """
    id: %d
    event: state
    data: {"id":%d,"at":"2026-03-01T12:00:00Z","worker":"w","kind":"state","from":"running","to":"stalled","reason":{"code":"x","text":"gone \\u001b[2J","details":{}},"actor":"tsa","gateway":"g"}

    """
        .formatted(id, id);
  }

  /** Answers one connection after the other, and notes what each asked for. */
  private static Thread answering(ServerSocket server, List<String> asked, String... answers) {
    return Thread.ofVirtual()
        .start(() -> {
          for (String answer : answers) {
            try (Socket socket = server.accept()) {
              BufferedReader in =
                  new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
              asked.add(in.readLine());
              for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {}
              socket.getOutputStream().write(answer.getBytes(UTF_8));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }

  private static CliRun follow(ServerSocket server, int breaks, String... args) {
    AtomicInteger left = new AtomicInteger(breaks);
    Pause pause =
        (_, _) -> {
          if (left.getAndDecrement() == 0) {
            throw new InterruptedException();
          }
        };
    Map<String, String> env =
        Map.of("TSA_URL", "http://127.0.0.1:" + server.getLocalPort(), "TSA_TOKEN", "t");
    CliRun run = CliRun.Seat.piped(env).withRest(pause).run(args);
    boolean _ = Thread.interrupted();
    return run;
  }

  private static ServerSocket loopback() throws IOException {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(Patience.LIMIT_MILLIS);
    return server;
  }

  @Test
  void afterABreakItGoesOnAtItsPlace() throws Exception {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    try (ServerSocket server = loopback()) {
      Thread answering =
          answering(
              server,
              asked,
              OK + ": hello\nretry: 3000\nid: 40\n\n" + event(41) + ": still here\nid: 44\n\n",
              OK + event(45) + "id: 46\nda");
      CliRun run = follow(server, 1, "events", "--follow");
      Patience.join(answering);
      assertThat(run.err()).isEmpty();
      assertThat(run.out())
          .isEqualTo(
              "41  2026-03-01 12:00:00Z  w  state  running -> stalled  tsa  gone ?[2J\n"
                  + "45  2026-03-01 12:00:00Z  w  state  running -> stalled  tsa  gone ?[2J\n");
      assertThat(asked)
          .containsExactly("GET /api/v1/events HTTP/1.1", "GET /api/v1/events?after=44 HTTP/1.1");
    }
  }

  private static EventReader cutOffAfter(String text) {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    ByteArrayInputStream whole = new ByteArrayInputStream(text.getBytes(UTF_8));
    return new EventReader(new SequenceInputStream(whole, broken), -1, () -> {});
  }

  @Test
  void thePlaceIsKnownBeforeTheFirstEvent() throws IOException {
    try (EventReader reader = cutOffAfter(": hello\nretry: 3000\nid: 40\n\n")) {
      assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
      assertThat(reader.place()).isEqualTo(40);
    }
  }

  @Test
  void anEventThatWasCutOffIsStillToCome() throws IOException {
    try (EventReader reader = cutOffAfter("id: 40\n\nid: 41\nevent: state\ndata: {\n")) {
      assertThatThrownBy(reader::next).isInstanceOf(IOException.class);
      assertThat(reader.place()).isEqualTo(40);
    }
  }

  @Test
  void asJsonAnEventIsALine() throws Exception {
    try (ServerSocket server = loopback()) {
      Thread answering = answering(server, new ArrayList<>(), OK + event(7) + event(8));
      CliRun run = follow(server, 0, "events", "--follow", "--since", "6", "--json");
      Patience.join(answering);
      assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"id\":"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id: x\n\n",
        "data: {\n\n",
        "data: []\n\n",
        "data: {\"id\":1}\n\n",
        "data: null\n\n"
      })
  void aStreamOfSomethingElseEnds(String stream) throws Exception {
    try (ServerSocket server = loopback()) {
      Thread answering = answering(server, new ArrayList<>(), OK + stream);
      CliRun run = follow(server, 0, "events", "--follow");
      Patience.join(answering);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).startsWith("error: the connection to ").hasLineCount(1);
    }
  }

  @Test
  void aGatewayWithoutStreamsSaysSo() throws Exception {
    try (ServerSocket server = loopback()) {
      Thread answering =
          answering(
              server,
              new ArrayList<>(),
              "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      CliRun run = follow(server, 0, "events", "--follow");
      Patience.join(answering);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("tells no events as they happen");
    }
  }

  @Test
  void aRefusalIsShownAsItIs() {
    try (ApiRig rig = new ApiRig()) {
      String url = "http://127.0.0.1:" + rig.port();
      assertThat(CliRun.piped(Map.of("TSA_URL", url, "TSA_TOKEN", "x"), "events", "-f").err())
          .contains("does not accept the token of $TSA_TOKEN");
      assertThat(
              CliRun.piped(Map.of("TSA_URL", url, "TSA_TOKEN", ApiRig.OUTSIDER), "events", "-f")
                  .err())
          .isEqualTo("error: forbidden\n");
    }
  }

  @Test
  void aNameThatIsWrongIsNotWaitedFor() {
    try (ApiRig rig = new ApiRig()) {
      Map<String, String> env =
          Map.of("TSA_URL", "http://127.0.0.1:" + rig.port(), "TSA_TOKEN", ApiRig.ADMIN);
      assertThat(CliRun.piped(env, "events", "--follow", "-w", "alpah").err())
          .isEqualTo("error: worker 'alpah' does not exist. Names like it: alpha\n");
    }
  }
}
