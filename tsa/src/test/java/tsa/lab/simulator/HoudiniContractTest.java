package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Facts about Garden with houdini (docs/protocol/worker-apis.md#three-backends). */
class HoudiniContractTest extends ContractCase {
  HoudiniContractTest() {
    super(GardenKind.HOUDINI);
  }

  private String plain() {
    String handle = fresh();
    garden.post("/containers", "{\"handle\":\"" + handle + "\"}").assertStatus(200);
    return handle;
  }

  @Test
  void capacityIsTheFingerprint() {
    assertThat(garden.get("/capacity").assertStatus(200).body()).isEqualTo("{}\n");
  }

  @Test
  void aDuplicateSilentlyReplaces() {
    String handle = plain();
    garden.put("/containers/" + handle + "/properties/a", "{\"value\":\"b\"}").assertStatus(200);
    garden.post("/containers", "{\"handle\":\"" + handle + "\"}").assertStatus(200);
    assertThat(garden.get("/containers/" + handle + "/properties").body()).isEqualTo("{}\n");
  }

  @Test
  void unknownHandlesAreTyped404s() {
    garden.delete("/containers/zz").assertStatus(404);
    garden.get("/containers/zz/properties").assertStatus(404);
    garden.put("/containers/zz/properties/a", "{\"value\":\"b\"}").assertStatus(404);
  }

  @Test
  void onlyRawRootfsIsUnderstood() {
    assertThat(refusal("{\"handle\":\"h\",\"rootfs\":\"/some/path\"}"))
        .isEqualTo("unsupported rootfs uri (must be raw://): /some/path");
  }

  @Test
  void aMissingPropertyCannotBeRemoved() {
    String property = "/containers/" + plain() + "/properties/k";
    assertThat(garden.get(property).assertStatus(500).message())
        .isEqualTo("property does not exist: k");
    garden.delete(property).assertStatus(500);
  }

  @Test
  void bulkCallsAreEmptyAndInfoHasNoValues() {
    String handle = plain();
    assertThat(garden.get("/containers/bulk_info?handles=" + handle).body()).isEqualTo("{}\n");
    assertThat(garden.get("/containers/" + handle + "/info").body())
        .startsWith("{\"State\":\"\",\"Events\":null,");
  }

  @Test
  void processesRunOnTheHost() {
    String processes = "/containers/" + plain() + "/processes";
    assertThat(garden.post(processes, "{\"path\":\"/nope\"}").assertStatus(500).message())
        .isEqualTo("fork/exec /nope: no such file or directory");
    assertThat(garden.get(processes + "/x").assertStatus(500).message())
        .isEqualTo("unknown process: x");
  }
}
