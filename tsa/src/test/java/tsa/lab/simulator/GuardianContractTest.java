package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Facts about Garden with gdn (docs/protocol/worker-apis.md#three-backends). */
class GuardianContractTest extends ContractCase {
  GuardianContractTest() {
    super(GardenKind.GUARDIAN);
  }

  @Test
  void capacityIsTheFingerprint() {
    JsonNode capacity = garden.get("/capacity").assertStatus(200).json();
    assertThat(capacity.path("max_containers").asInt()).isPositive();
    assertThat(capacity.has("memory_in_bytes")).isTrue();
  }

  @Test
  void anUnknownHandleIsATyped404() {
    RawConnection.RawAnswer answer = garden.delete("/containers/zz").assertStatus(404);
    assertThat(answer.body())
        .isEqualTo(
            "{\"Type\":\"ContainerNotFoundError\",\"Message\":\"unknown handle: zz\","
                + "\"Handle\":\"zz\",\"ProcessID\":\"\",\"Binary\":\"\"}\n");
    garden.get("/containers/zz/info").assertStatus(404);
  }

  @Test
  void propertyCallsNeverLookWhetherTheContainerIsThere() {
    String handle = fresh();
    assertThat(garden.get("/containers/" + handle + "/properties").assertStatus(200).body())
        .isEqualTo("null\n");
    garden.put("/containers/" + handle + "/properties/a", "{\"value\":\"b\"}").assertStatus(200);
    assertThat(garden.get("/containers/" + handle + "/properties").body())
        .isEqualTo("{\"a\":\"b\"}\n");
    assertThat(garden.get("/containers").body()).doesNotContain(handle);
  }

  @Test
  void bulkInfoCarriesTheErrorWithoutItsType() {
    String handle = container();
    JsonNode bulk = garden.get("/containers/bulk_info?handles=" + handle + ",zz").json();
    assertThat(bulk.path(handle).path("Err").isNull()).isTrue();
    assertThat(bulk.path(handle).path("Info").path("State").asString()).isEqualTo("active");
    assertThat(bulk.path("zz").path("Err").path("Type").asString("x")).isEmpty();
    assertThat(garden.get("/containers/bulk_info?handles=").body()).isEqualTo("{}\n");
  }

  @Test
  void createRefusalsAreShort() {
    String handle = container();
    String path = "/worker/volumes/live/" + handle + "/volume";
    assertThat(refusal(Bodies.container(handle, path)))
        .isEqualTo("Handle '" + handle + "' already in use");
    assertThat(refusal("{\"handle\":\"g\"}")).isEqualTo("no image plugin configured");
    assertThat(refusal("{\"handle\":\"g\",\"rootfs\":\"docker:///x\"}"))
        .isEqualTo("no image plugin configured");
    assertThat(refusal("{\"rootfs\":\"raw:///x\",\"image\":{\"uri\":\"raw:///x\"}}"))
        .isEqualTo("Cannot provide both Image.URI and RootFSPath");
  }

  @Test
  void aFailedStartCleansUpAfterItself() {
    String handle = fresh();
    assertThat(refusal(Bodies.container(handle, "/x")))
        .isEqualTo(
            "runc run: exit status 1: runc run failed: invalid rootfs: stat /x: no such file or"
                + " directory");
    assertThat(garden.get("/containers").body()).doesNotContain(handle);
  }

  @Test
  void aMissingHandleIsGenerated() {
    String volume = volume(fresh());
    RawConnection.RawAnswer answer =
        garden.post("/containers", "{\"rootfs\":\"raw://" + volume + "\"}").assertStatus(200);
    String handle = answer.json().path("Handle").stringValue();
    assertThat(handle).isNotEmpty();
    garden.delete("/containers/" + handle).assertStatus(200);
  }

  @Test
  void filtersAreAnded() {
    String handle = container();
    assertThat(garden.get("/containers?purpose=healthcheck").body()).contains(handle);
    assertThat(garden.get("/containers?purpose=healthcheck&x=1").body()).doesNotContain(handle);
  }

  @Test
  void missingPropertiesAndTheirRemoval() {
    String container = "/containers/" + container();
    assertThat(garden.get(container + "/properties/k").assertStatus(500).message())
        .isEqualTo("property does not exist: k");
    garden.delete(container + "/properties/k").assertStatus(200);
    assertThat(garden.get(container + "/properties").body()).contains("garden.state");
  }

  @Test
  void aMissingExecutableHasATypeOfItsOwn() {
    String processes = "/containers/" + container() + "/processes";
    RawConnection.RawAnswer answer =
        garden.post(processes, "{\"path\":\"/nonexistent\"}").assertStatus(500);
    assertThat(answer.json().path("Type").asString()).isEqualTo("ExecutableNotFoundError");
    assertThat(answer.message()).contains("stat /nonexistent: no such file or directory");
    assertThat(garden.post(processes, "{\"path\":\"nope\"}").message())
        .contains("executable file not found in $PATH");
    assertThat(garden.get(processes + "/p9").assertStatus(404).json().path("Type").asString())
        .isEqualTo("ProcessNotFoundError");
  }
}
