package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/**
 * Facts about Baggageclaim (docs/protocol/worker-apis.md#baggageclaim), whatever Garden runs beside
 * it.
 */
class VolumeApiContractTest extends ContractCase {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  VolumeApiContractTest() {
    super(GardenKind.CONTAINERD);
  }

  private static void assertError(
      RawConnection.RawAnswer answer, int status, String type, String phrase) {
    answer.assertStatus(status);
    assertThat(answer.body()).isEqualTo("{\"error\":\"" + phrase + "\"}\n");
    assertThat(answer.header("content-type")).isEqualTo(type);
  }

  private RawConnection.RawAnswer settled(String handle) {
    return eventually()
        .until(() -> volumes.get("/volumes-async/" + handle), answer -> answer.status() != 204);
  }

  // docs/protocol/worker-apis.md#creating-a-volume

  @Test
  void createAnswersTheVolumeWithItsPath() {
    String handle = fresh();
    RawConnection.RawAnswer answer =
        volumes.post("/volumes", Bodies.volume(handle)).assertStatus(201);
    assertThat(answer.header("content-type")).isEqualTo(JSON);
    assertThat(answer.json().path("path").asString()).endsWith("/live/" + handle + "/volume");
    assertThat(answer.body())
        .endsWith("\"properties\":{\"purpose\":\"healthcheck\"},\"privileged\":false}\n");
    assertThat(volumes.get("/volumes/" + handle).assertStatus(200).body()).isEqualTo(answer.body());
  }

  @Test
  void propertiesNotGivenAreNull() {
    String body = "{\"handle\":\"%s\",\"strategy\":{\"type\":\"empty\"}}";
    assertThat(volumes.post("/volumes", body.formatted(fresh())).assertStatus(201).body())
        .contains("\"properties\":null");
  }

  @Test
  void aHandleIsGeneratedWhenNoneIsGiven() {
    String body = "{\"strategy\":{\"type\":\"empty\"},\"properties\":{}}";
    String handle =
        volumes.post("/volumes", body).assertStatus(201).json().path("handle").stringValue();
    assertThat(UUID.fromString(handle)).isNotNull();
    volumes.delete("/volumes/" + handle).assertStatus(204);
  }

  @Test
  void aCopyNeedsAParent() {
    String parent = fresh();
    volume(parent);
    String copy = "{\"handle\":\"%s\",\"strategy\":{\"type\":\"cow\",\"volume\":\"%s\"}}";
    volumes.post("/volumes", copy.formatted(fresh(), parent)).assertStatus(201);
    RawConnection.RawAnswer orphan = volumes.post("/volumes", copy.formatted(fresh(), "nobody"));
    assertError(orphan, 422, TEXT, "failed to create volume");
  }

  // docs/protocol/worker-apis.md#errors-of-baggageclaim, routes

  @Test
  void badBodiesAndStrategiesAreToldApart() {
    for (String path : new String[] {"/volumes", "/volumes-async"}) {
      assertError(volumes.post(path, "{oops"), 400, TEXT, "failed to create volume");
      assertError(volumes.post(path, "{\"handle\":5}"), 400, TEXT, "failed to create volume");
      assertError(volumes.post(path, "{}"), 422, TEXT, "failed to create volume");
      String unknown = "{\"strategy\":{\"type\":\"magic\"}}";
      assertError(volumes.post(path, unknown), 422, TEXT, "failed to create volume");
    }
  }

  @Test
  void fourCallsTellTheirErrorsAsJsonAndTheRestAsText() {
    assertError(volumes.get("/volumes/no"), 404, JSON, "failed to get volume");
    assertError(
        volumes.get("/volumes/no/privileged"),
        404,
        JSON,
        "failed to get privileged status of volume");
    assertError(
        volumes.call("DELETE", "/volumes/destroy", "oops"), 400, JSON, "failed to destroy volume");
    assertError(volumes.delete("/volumes/no"), 404, TEXT, "failed to destroy volume");
    assertError(
        volumes.put("/volumes/no/properties/a", "{\"value\":\"b\"}"),
        404,
        TEXT,
        "failed to set property on volume");
    assertError(
        volumes.put("/volumes/no/privileged", "{\"value\":true}"),
        404,
        TEXT,
        "failed to change privileged status of volume");
  }

  @Test
  void filtersAreAndedAndExact() {
    String handle = fresh();
    volume(handle);
    volumes.put("/volumes/" + handle + "/properties/a", "{\"value\":\"1\"}").assertStatus(204);
    assertThat(volumes.get("/volumes?a=1&purpose=healthcheck").body()).contains(handle);
    assertThat(volumes.get("/volumes?a=1&purpose=other").body()).isEqualTo("[]\n");
  }

  @Test
  void aRepeatedFilterIsRefusedInWords() {
    RawConnection.RawAnswer answer = volumes.get("/volumes?a=1&a=2").assertStatus(422);
    assertThat(answer.header("content-type")).isEqualTo(JSON);
    assertThat(answer.json().path("error").asString()).contains("single value");
  }

  @Test
  void privilegeCanBeReadAndSet() {
    String path = "/volumes/" + fresh();
    volume(path.substring("/volumes/".length()));
    assertThat(volumes.get(path + "/privileged").assertStatus(200).body()).isEqualTo("false\n");
    volumes.put(path + "/privileged", "{\"value\":true}").assertStatus(204);
    assertThat(volumes.get(path + "/privileged").body()).isEqualTo("true\n");
    volumes.put(path + "/privileged", "{\"value\":\"x\"}").assertStatus(400);
  }

  @Test
  void manyAreDestroyedAtOnceAndUnknownOnesIgnored() {
    String one = fresh();
    String other = fresh();
    volume(one);
    volume(other);
    String body = "[\"%s\",\"nobody\",\"%s\"]".formatted(one, other);
    volumes.call("DELETE", "/volumes/destroy", body).assertStatus(204);
    volumes.get("/volumes/" + one).assertStatus(404);
    volumes.get("/volumes/" + other).assertStatus(404);
  }

  @Test
  void cleanupOfOrphansAnswersNothing() {
    assertThat(volumes.post("/volumes/cleanup-orphans", "").assertStatus(204).headers())
        .doesNotContainKeys("content-length", "content-type");
  }

  @Test
  void settingAPropertyWhereThereAreNonePanics() throws IOException {
    String handle = fresh();
    String body = "{\"handle\":\"%s\",\"strategy\":{\"type\":\"empty\"}}".formatted(handle);
    volumes.post("/volumes", body).assertStatus(201);
    String request =
        "PUT /volumes/%s/properties/a HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Content-Length: 13\r\n\r\n"
            + "{\"value\":\"b\"}";
    assertThat(volumes.raw(request.formatted(handle))).isEmpty();
  }

  @Test
  void handlesAreFileNames() {
    String slash = "{\"handle\":\"a/b\",\"strategy\":{\"type\":\"empty\"}}";
    assertError(volumes.post("/volumes", slash), 500, TEXT, "failed to create volume");
    volumes.post("/volumes", Bodies.volume("h".repeat(256))).assertStatus(500);
  }

  @Test
  void aDuplicateIsA500() {
    String handle = fresh();
    volume(handle);
    assertError(
        volumes.post("/volumes", Bodies.volume(handle)), 500, TEXT, "failed to create volume");
    volumes.get("/volumes/" + handle).assertStatus(200);
  }

  // docs/protocol/worker-apis.md#asynchronous-creation

  @Test
  void theAsyncFormAnswersAtOnceAndRemembers() {
    String handle = fresh();
    RawConnection.RawAnswer answer =
        volumes.post("/volumes-async", Bodies.volume(handle)).assertStatus(201);
    assertThat(answer.body()).isEqualTo("{\"handle\":\"" + handle + "\"}\n");
    assertThat(settled(handle).assertStatus(200).header("content-type")).isEqualTo(JSON);
    volumes.get("/volumes-async/" + handle).assertStatus(200);
    RawConnection.RawAnswer again = volumes.post("/volumes-async", Bodies.volume(handle));
    assertError(again, 500, TEXT, "promise already exists in list");
    volumes.delete("/volumes-async/" + handle).assertStatus(204);
    assertThat(volumes.get("/volumes-async/" + handle).assertStatus(404).body()).isEmpty();
    assertThat(volumes.delete("/volumes-async/" + handle).assertStatus(404).body()).isEmpty();
    volumes.get("/volumes/" + handle).assertStatus(200);
  }

  @Test
  void theAsyncFormTellsOfAMissingParentLater() {
    String handle = fresh();
    String copy = "{\"handle\":\"%s\",\"strategy\":{\"type\":\"cow\",\"volume\":\"nobody\"}}";
    volumes.post("/volumes-async", copy.formatted(handle)).assertStatus(201);
    assertError(settled(handle), 422, TEXT, "failed to create volume");
  }

  // Streams

  private static byte[] tar() throws IOException {
    return tar(5);
  }

  private static byte[] tar(int size) throws IOException {
    VolumeFiles files = new VolumeFiles();
    byte[] content =
        "hello".repeat(size / 5 + 1).substring(0, size).getBytes(StandardCharsets.UTF_8);
    files.addFile("/bin/tool", content, size);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter.write(out, files, "/");
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private RawConnection.RawAnswer streamIn(
      String handle, byte[] body, String encoding, String query) {
    String path = "/volumes/" + handle + "/stream-in" + query;
    return volumes.call("PUT", path, body, "Content-Encoding: " + encoding);
  }

  @Test
  void whatIsStreamedInComesOutAgain() throws IOException {
    String handle = fresh();
    volume(handle);
    streamIn(handle, tar(), "raw", "?path=a").assertStatus(204);
    streamIn(handle, gzip(tar()), "gzip", "").assertStatus(204);
    String out = "/volumes/" + handle + "/stream-out?path=";
    assertThat(
            volumes.call("PUT", out + "a/bin", "", "Accept-Encoding: raw").assertStatus(200).body())
        .contains("tool")
        .contains("hello");
    assertError(
        volumes.call("PUT", out + "none", "", "Accept-Encoding: raw"),
        404,
        TEXT,
        "no such file or directory");
  }

  @Test
  void whatIsNoArchiveOrEncodingIsRefused() throws IOException {
    String handle = fresh();
    volume(handle);
    byte[] junk = "x".repeat(2000).getBytes(StandardCharsets.UTF_8);
    assertError(streamIn(handle, junk, "raw", ""), 400, TEXT, "failed to stream in to volume");
    assertError(streamIn(handle, junk, "gzip", ""), 400, TEXT, "failed to stream in to volume");
    assertError(streamIn(handle, tar(), "br", ""), 400, TEXT, "failed to stream in to volume");
    streamIn("nobody", tar(), "raw", "").assertStatus(404);
  }

  @Test
  void aStreamLimitIsToldInWordsAndEndsTheConnection() throws IOException {
    String handle = fresh();
    volume(handle);
    // Go counts no read that also brings the end, so the archive has to be too long for one.
    RawConnection.RawAnswer answer = streamIn(handle, tar(100 * 1024), "raw", "?limit=0.0005");
    assertError(answer, 403, TEXT, "exit status 2: exceeded volume streaming limit of 524B");
    assertThat(answer.header("connection")).isEqualTo("close");
  }
}
