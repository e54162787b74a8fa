package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * Facts about both servers of a stock Concourse 8.2 worker, and the deep check on one
 * (docs/protocol/worker-apis.md#the-deep-check-on-the-wire).
 */
class WorkerApiContractTest extends ContractCase {
  WorkerApiContractTest() {
    super(GardenKind.CONTAINERD);
  }

  // docs/protocol/worker-apis.md#the-deep-check-on-the-wire

  @Test
  void theDeepCheckGoesThroughAndLeavesNothing() throws IOException {
    String handle = fresh();
    garden.get("/ping").assertStatus(200);
    volumes.post("/volumes-async", Bodies.volume(handle)).assertStatus(201);
    RawConnection.RawAnswer made =
        eventually().until(() -> volumes.get("/volumes-async/" + handle), a -> a.status() != 204);
    String path = made.assertStatus(200).json().path("path").stringValue();
    volumes.delete("/volumes-async/" + handle).assertStatus(204);
    garden.post("/containers", Bodies.container(handle, path)).assertStatus(200);
    String run = "{\"path\":\"/nonexistent\"}";
    assertThat(garden.post("/containers/" + handle + "/processes", run).assertStatus(500).message())
        .contains("stat /nonexistent: no such file or directory");
    garden.delete("/containers/" + handle).assertStatus(200);
    volumes.delete("/volumes/" + handle).assertStatus(204);
    assertThat(garden.get("/containers").body()).doesNotContain(handle);
    assertThat(volumes.get("/volumes").body()).doesNotContain(handle);
  }

  // docs/protocol/worker-apis.md#http-of-both-servers: transport

  @Test
  void anUnknownPathIsPlainText404() {
    for (RawConnection server : new RawConnection[] {garden, volumes}) {
      RawConnection.RawAnswer answer = server.get("/nothing/here").assertStatus(404);
      assertThat(answer.body()).isEqualTo("404 page not found\n");
      assertThat(answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
      assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    }
  }

  @Test
  void aWrongMethodIs405AndNamesTheRightOnes() {
    RawConnection.RawAnswer answer = garden.get("/containers/x").assertStatus(405);
    assertThat(answer.header("allow")).isEqualTo("DELETE");
    assertThat(answer.body()).isEqualTo("Method Not Allowed\n");
  }

  @Test
  void headIsNotRouted() throws IOException {
    String answer = garden.raw("HEAD /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 405 ").endsWith("\r\n\r\n");
  }

  @Test
  void aTrailingSlashDoesNotMatch() {
    garden.get("/ping/").assertStatus(404);
    volumes.get("/volumes/").assertStatus(404);
  }

  @Test
  void everyAnswerHasADateAndNoServerName() {
    for (RawConnection server : new RawConnection[] {garden, volumes}) {
      RawConnection.RawAnswer answer = server.get("/nothing");
      assertThat(answer.header("date"))
          .matches("\\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT");
      assertThat(answer.headers()).doesNotContainKey("server");
    }
  }

  @Test
  void connectionsAreKept() throws IOException {
    byte[] ping = "GET /ping HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    try (Socket socket = garden.open()) {
      for (int i = 0; i < 3; i++) {
        socket.getOutputStream().write(ping);
        assertThat(RawConnection.read(socket.getInputStream()).body()).isEqualTo("{}\n");
      }
    }
  }

  @Test
  void shortBodiesAreCountedAndLongOnesChunked() {
    RawConnection.RawAnswer brief = garden.get("/ping");
    assertThat(brief.header("content-length")).isEqualTo("3");
    for (int i = 0; i < 40; i++) {
      volume(fresh());
    }
    RawConnection.RawAnswer longer = volumes.get("/volumes").assertStatus(200);
    assertThat(longer.header("transfer-encoding")).isEqualTo("chunked");
    assertThat(longer.json().size()).isGreaterThanOrEqualTo(40);
  }

  @Test
  void http10GetsTheBodyWithoutChunks() throws IOException {
    for (int i = 0; i < 40; i++) {
      volume(fresh());
    }
    String answer = volumes.raw("GET /volumes HTTP/1.0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.0 200 OK\r\n").endsWith("}]\n");
    assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("transfer-encoding");
  }

  // The same: JSON, and docs/protocol/worker-apis.md#errors-of-garden

  @Test
  void fieldNamesMatchInAnyCaseAndUnknownOnesAreIgnored() {
    String handle = fresh();
    String body = "{\"HANDLE\":\"%s\",\"Strategy\":{\"type\":\"empty\",\"x\":1},\"ttl\":5}";
    volumes.post("/volumes", body.formatted(handle)).assertStatus(201);
    volumes.get("/volumes/" + handle).assertStatus(200);
  }

  @Test
  void namesWithinAStrategyMatchInTheirOwnCaseOnly() {
    String body = "{\"handle\":\"%s\",\"strategy\":{\"TYPE\":\"empty\"}}";
    volumes.post("/volumes", body.formatted(fresh())).assertStatus(422);
  }

  @Test
  void onlyTheFirstJsonValueIsRead() {
    String handle = fresh();
    volumes.post("/volumes", Bodies.volume(handle) + " and more").assertStatus(201);
  }

  @Test
  void htmlCharactersAreEscaped() {
    RawConnection.RawAnswer answer =
        garden
            .post("/containers", "{\"handle\":\"a\",\"rootfs\":\"/no/scheme\"}")
            .assertStatus(500);
    assertThat(answer.body()).contains("'scheme://\\u003cabs_dir\\u003e'");
    assertThat(answer.message()).endsWith("must be of form 'scheme://<abs_dir>'");
  }

  @Test
  void theErrorObjectHasAlwaysFiveKeysAndEndsWithANewline() {
    RawConnection.RawAnswer answer = garden.get("/capacity").assertStatus(500);
    assertThat(answer.body())
        .isEqualTo(
            "{\"Type\":\"\",\"Message\":\"not implemented\",\"Handle\":\"\",\"ProcessID\":\"\","
                + "\"Binary\":\"\"}\n");
    assertThat(answer.header("content-type")).isEqualTo("application/json");
  }

  @Test
  void whatCannotBeDecodedIsA500WithGosText() {
    assertThat(refusal("")).isEqualTo("EOF");
    assertThat(refusal("{bad"))
        .isEqualTo("invalid character 'b' looking for beginning of object key string");
    assertThat(refusal("{\"handle\":5}"))
        .isEqualTo(
            "json: cannot unmarshal number into Go struct field ContainerSpec.handle of type"
                + " string");
    assertThat(refusal("{\"handle\":\"a\",\"grace_time\":\"5m\"}"))
        .isEqualTo(
            "json: cannot unmarshal string into Go struct field ContainerSpec.grace_time of type"
                + " time.Duration");
  }

  @Test
  void aFormEncodedBodyIsEatenOnRoutesWithAHandle() {
    String handle = container();
    String form = "Content-Type: application/x-www-form-urlencoded";
    RawConnection.RawAnswer answer =
        garden.call("PUT", "/containers/" + handle + "/stop", "{\"kill\":false}", form);
    assertThat(answer.assertStatus(500).message()).isEqualTo("EOF");
  }

  @Test
  void aFormEncodedBodyIsFineWhereThereIsNoHandle() {
    String handle = fresh();
    String form = "Content-Type: application/x-www-form-urlencoded";
    String body = Bodies.container(handle, volume(handle));
    garden.call("POST", "/containers", body, form).assertStatus(200);
  }

  @Test
  void chunkedRequestsAreUnderstood() throws IOException {
    String body = Bodies.volume(fresh());
    String request =
        "POST /volumes HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Connection: close\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + "5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(body.substring(0, 5), body.length() - 5, body.substring(5));
    assertThat(volumes.raw(request)).startsWith("HTTP/1.1 201 Created\r\n");
  }

  @Test
  void aPanicClosesTheConnectionWithoutAByte() throws IOException {
    String request = "GET /containers/bulk_info HTTP/1.1\r\nHost: x\r\n\r\n";
    assertThat(garden.raw(request)).isEmpty();
  }
}
