package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Facts about running a process on containerd (docs/protocol/worker-apis.md#running-a-process). */
class ProcessContractTest extends ContractCase {
  private static final String INIT = "{\"id\":\"p1\",\"path\":\"/tmp/gdn-init\"}";

  ProcessContractTest() {
    super(GardenKind.CONTAINERD);
  }

  private Socket run(String container, String version, String spec) throws IOException {
    Socket socket = garden.open();
    String request =
        "POST /containers/%s/processes HTTP/%s\r\nHost: x\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(container, version, spec.length(), spec);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = RawConnection.line(in); !line.isEmpty(); line = RawConnection.line(in)) {
      head.append(line).append('\n');
    }
    return head.toString();
  }

  @Test
  void theStreamSaysItIsChunkedButIsNot() throws IOException {
    String handle = container();
    try (Socket socket = run(handle, "1.1", INIT)) {
      InputStream in = socket.getInputStream();
      assertThat(head(in))
          .startsWith("HTTP/1.1 201 Created\n")
          .contains("Content-Type: application/json\n")
          .contains("Transfer-Encoding: chunked\n");
      assertThat(RawConnection.line(in))
          .matches("\\{\"process_id\":\"p1\",\"stream_id\":\"\\d+\"}");
    }
  }

  @Test
  void anHttp10RequestGetsACleanStreamThatEndsWithTheConnection() throws IOException {
    String handle = container();
    try (Socket socket = run(handle, "1.0", INIT)) {
      InputStream in = socket.getInputStream();
      assertThat(head(in)).startsWith("HTTP/1.0 201 Created\n").doesNotContain("chunked");
      RawConnection.line(in);
      garden.put("/containers/" + handle + "/stop", "{\"kill\":false}").assertStatus(200);
      assertThat(RawConnection.line(in)).isEqualTo("{\"process_id\":\"p1\",\"exit_status\":143}");
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void aKillEndsWith137() throws IOException {
    String handle = container();
    try (Socket socket = run(handle, "1.0", INIT)) {
      InputStream in = socket.getInputStream();
      head(in);
      RawConnection.line(in);
      garden.put("/containers/" + handle + "/stop", "{\"kill\":true}").assertStatus(200);
      assertThat(RawConnection.line(in)).endsWith("\"exit_status\":137}");
    }
  }

  @Test
  void aClientThatGoesAwayOnlyDetaches() throws IOException {
    String handle = container();
    try (Socket socket = run(handle, "1.0", INIT)) {
      head(socket.getInputStream());
      RawConnection.line(socket.getInputStream());
    }
    try (Socket socket =
        garden.send("GET", "/containers/" + handle + "/processes/p1", new byte[0])) {
      InputStream in = socket.getInputStream();
      assertThat(head(in)).startsWith("HTTP/1.1 200 OK\n");
      assertThat(RawConnection.line(in)).startsWith("{\"process_id\":\"p1\"");
      garden.put("/containers/" + handle + "/stop", "{\"kill\":false}").assertStatus(200);
      assertThat(RawConnection.line(in)).endsWith("\"exit_status\":143}");
    }
  }

  @Test
  void signalsOverTheStreamAreNotImplemented() throws IOException {
    String handle = container();
    try (Socket socket = run(handle, "1.0", INIT)) {
      InputStream in = socket.getInputStream();
      head(in);
      RawConnection.line(in);
      String signal = "{\"process_id\":\"p1\",\"signal\":1}\n";
      socket.getOutputStream().write(signal.getBytes(StandardCharsets.UTF_8));
      garden.put("/containers/" + handle + "/stop", "{\"kill\":false}").assertStatus(200);
      assertThat(RawConnection.line(in)).as("not 137").endsWith("\"exit_status\":143}");
    }
  }

  @Test
  void theStatusOfAnyExitedProcessStandsForAll() throws IOException {
    String handle = container();
    String processes = "/containers/" + handle + "/processes";
    garden.get(processes + "/never").assertStatus(500);
    try (Socket socket = run(handle, "1.0", INIT)) {
      head(socket.getInputStream());
      RawConnection.line(socket.getInputStream());
      garden.put("/containers/" + handle + "/stop", "{\"kill\":false}").assertStatus(200);
      RawConnection.line(socket.getInputStream());
    }
    String property = "/containers/" + handle + "/properties/garden.process-exit-status";
    assertThat(garden.get(property).assertStatus(200).body()).isEqualTo("{\"value\":\"143\"}\n");
    try (Socket socket = garden.send("GET", processes + "/never", new byte[0])) {
      InputStream in = socket.getInputStream();
      assertThat(head(in)).startsWith("HTTP/1.1 200 OK\n");
      RawConnection.line(in);
      assertThat(RawConnection.line(in)).endsWith("\"exit_status\":143}");
    }
  }

  @Test
  void aMissingExecutableIsAnUntypedErrorBeforeAnyStream() {
    RawConnection.RawAnswer answer =
        garden.post("/containers/" + container() + "/processes", "{\"path\":\"/nonexistent\"}");
    assertThat(answer.assertStatus(500).json().path("Type").asString("x")).isEmpty();
    assertThat(answer.message())
        .startsWith(
            "proc start: OCI runtime exec failed: exec failed: unable to start container process:"
                + " exec:")
        .contains("stat /nonexistent: no such file or directory");
  }

  @Test
  void anUnknownUserIsRefused() {
    String spec = "{\"path\":\"/tmp/gdn-init\",\"user\":\"nobody\"}";
    RawConnection.RawAnswer answer = garden.post("/containers/" + container() + "/processes", spec);
    assertThat(answer.assertStatus(500).message())
        .isEqualTo("lookup user: unable to find user nobody: no matching entries in passwd file");
  }

  @Test
  void anUnknownStreamAnswersAndCloses() throws IOException {
    String path = "/containers/%s/processes/p/attaches/7/stdout".formatted(container());
    try (Socket socket = garden.send("GET", path, new byte[0])) {
      assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 200 OK\n");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }
}
