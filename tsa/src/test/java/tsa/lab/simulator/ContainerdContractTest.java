package tsa.lab.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Facts about Garden with Concourse's containerd backend
 * (docs/protocol/worker-apis.md#three-backends).
 */
class ContainerdContractTest extends ContractCase {
  private static final String UNKNOWN =
      "get container: container \"nobody\" in namespace \"concourse\": not found";
  private static final String TO_SPEC = "new container: garden spec to oci spec: ";

  ContainerdContractTest() {
    super(GardenKind.CONTAINERD);
  }

  @Test
  void createAnswers200WithACapitalHandle() {
    String handle = fresh();
    RawConnection.RawAnswer answer =
        garden.post("/containers", Bodies.container(handle, volume(handle)));
    assertThat(answer.assertStatus(200).body()).isEqualTo("{\"Handle\":\"" + handle + "\"}\n");
  }

  @Test
  void capacityIsTheFingerprint() {
    assertThat(garden.get("/capacity").assertStatus(500).message()).isEqualTo("not implemented");
  }

  @Test
  void anUnknownHandleIsAnUntyped500() {
    RawConnection.RawAnswer answer = garden.delete("/containers/nobody").assertStatus(500);
    assertThat(answer.message()).isEqualTo(UNKNOWN);
    assertThat(answer.json().path("Type").asString()).isEmpty();
    garden.get("/containers/nobody/info").assertStatus(500);
    garden.get("/containers/nobody/properties").assertStatus(500);
    garden.put("/containers/nobody/properties/a", "{\"value\":\"b\"}").assertStatus(500);
    garden.put("/containers/nobody/grace_time", "5").assertStatus(500);
  }

  @Test
  void halfOfTheCallsAreNotImplemented() {
    String container = "/containers/" + container();
    for (String path :
        new String[] {
          container + "/info",
          container + "/metrics",
          "/containers/bulk_info?handles=a",
          "/containers/bulk_metrics?handles=a"
        }) {
      assertThat(garden.get(path).assertStatus(500).message()).isEqualTo("not implemented");
    }
    assertThat(garden.delete(container + "/properties/purpose").assertStatus(500).message())
        .isEqualTo("not implemented");
    garden.put(container + "/files?destination=/", "x").assertStatus(500);
    garden.post(container + "/net/in", "{}").assertStatus(500);
  }

  @Test
  void propertiesAreKeptAndMissingOnesSaid() {
    String container = "/containers/" + container();
    assertThat(garden.get(container + "/properties/purpose").body())
        .isEqualTo("{\"value\":\"healthcheck\"}\n");
    garden.put(container + "/properties/more", "{\"value\":\"b\"}").assertStatus(200);
    assertThat(garden.get(container + "/properties").json().path("more").asString()).isEqualTo("b");
    assertThat(garden.get(container + "/properties/none").assertStatus(500).message())
        .isEqualTo("not found: none");
  }

  @Test
  void emptyPropertyValuesAreDropped() {
    String handle = fresh();
    String body =
        "{\"handle\":\"%s\",\"rootfs\":\"raw://%s\",\"properties\":{\"empty\":\"\",\"full\":\"1\"}}"
            .formatted(handle, volume(handle));
    garden.post("/containers", body).assertStatus(200);
    assertThat(garden.get("/containers/" + handle + "/properties").body())
        .contains("full")
        .doesNotContain("empty");
  }

  @Test
  void aDuplicateIsRefusedAndTheFirstLivesOn() {
    String handle = container();
    assertThat(refusal(Bodies.container(handle, "/worker/volumes/live/" + handle + "/volume")))
        .isEqualTo("new container: container \"" + handle + "\": already exists");
    assertThat(garden.get("/containers").body()).contains(handle);
  }

  @Test
  void aBadSpecIsRefusedBeforeThereIsARecord() {
    assertThat(refusal("{\"rootfs\":\"raw:///x\"}"))
        .isEqualTo(TO_SPEC + "handle must be specified");
    assertThat(refusal("{\"handle\":\"a\"}")).isEqualTo(TO_SPEC + "rootfs must not be empty");
    assertThat(refusal("{\"handle\":\"a\",\"rootfs\":\"docker:///x\"}"))
        .isEqualTo(TO_SPEC + "unsupported scheme 'docker'");
    assertThat(refusal("{\"handle\":\"a\",\"rootfs\":\"raw://x\"}"))
        .isEqualTo(TO_SPEC + "directory must be an absolute path");
    assertThat(refusal(Bodies.container("x_$!", "/x")))
        .contains("identifier \"x_$!\" must match ^[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*$")
        .endsWith(": invalid argument");
    assertThat(refusal(Bodies.container("a".repeat(77), "/x")))
        .endsWith("greater than maximum length (76 characters): invalid argument");
    assertThat(garden.get("/containers").body()).doesNotContain("\"a");
  }

  @Test
  void aFailedStartLeavesARecordThatMustBeDeleted() {
    String handle = fresh();
    assertThat(refusal(Bodies.container(handle, "/gone")))
        .startsWith(
            "starting task: new task: failed to create shim task: OCI runtime create failed: runc"
                + " create failed: invalid rootfs: stat /gone: no such file or directory");
    assertThat(garden.get("/containers").body()).contains(handle);
    assertThat(refusal(Bodies.container(handle, "/gone"))).endsWith("already exists");
    garden.delete("/containers/" + handle).assertStatus(200);
    assertThat(garden.get("/containers").body()).doesNotContain(handle);
  }

  @Test
  void privilegeOfVolumeAndContainerMustAgree() {
    String handle = fresh();
    RawConnection.RawAnswer made =
        volumes.post("/volumes", Bodies.volume(handle).replace("false", "true"));
    String path = made.assertStatus(201).json().path("path").stringValue();
    assertThat(refusal(Bodies.container(handle, path)))
        .startsWith("starting task: ")
        .contains("permission denied");
  }

  @Test
  void aMissingBindSourceFailsTheStart() {
    String handle = fresh();
    String body = binding(handle, "{\"src_path\":\"/gone/x\",\"dst_path\":\"/x\",\"mode\":1}");
    assertThat(refusal(body))
        .startsWith( // and what follows depends on the version of runc
            "starting task: new task: failed to create shim task: OCI runtime create failed: runc"
                + " create failed: unable to start container process: ");
  }

  @Test
  void aBindNeedsTwoAbsolutePaths() {
    assertThat(refusal(binding(fresh(), "{\"src_path\":\"/x\",\"mode\":1}")))
        .isEqualTo("new container: garden spec to oci spec: src and dst must not be empty");
    assertThat(refusal(binding(fresh(), "{\"src_path\":\"/x\",\"dst_path\":\"x\"}")))
        .isEqualTo("new container: garden spec to oci spec: src and dst must be absolute");
  }

  private String binding(String handle, String bind) {
    return Bodies.container(handle, volume(handle))
        .replace("\"image\"", "\"bind_mounts\":[" + bind + "],\"image\"");
  }

  @Test
  void aTrailingSlashOnTheRootfsIsFine() {
    String handle = fresh();
    garden.post("/containers", Bodies.container(handle, volume(handle) + "/")).assertStatus(200);
  }

  @Test
  void filtersAreOred() {
    String handle = container();
    garden.put("/containers/" + handle + "/properties/mine", "{\"value\":\"1\"}").assertStatus(200);
    assertThat(garden.get("/containers?mine=1&purpose=other").body()).contains(handle);
    assertThat(garden.get("/containers?mine=2").body()).isEqualTo("{\"Handles\":[]}\n");
    assertThat(garden.get("/containers?mine=1,2").body()).isEqualTo("{\"Handles\":[]}\n");
  }

  @Test
  void someFiltersAreSyntaxErrors() {
    assertThat(garden.get("/containers?a=").assertStatus(500).message())
        .isEqualTo("key or value must not be empty");
    for (String query : new String[] {"a-b=1", "a:b=1", "a=b+c"}) {
      assertThat(garden.get("/containers?" + query).assertStatus(500).message())
          .startsWith("list containers: filters: parse error: ");
    }
  }

  @Test
  void theVolumeMayGoFirst() {
    String handle = container();
    volumes.delete("/volumes/" + handle).assertStatus(204);
    garden.delete("/containers/" + handle).assertStatus(200);
  }

  @Test
  void concoursesOwnWayToAskIsAccepted() {
    String handle = fresh();
    String body =
        """
        {"handle":"%s","rootfs":"raw://%s","image":{},"privileged":false,\
        "bind_mounts":[{"src_path":"%s","dst_path":"/scratch","mode":1}],"env":["A=b"],\
        "limits":{"bandwidth_limits":{},"cpu_limits":{},"disk_limits":{},"memory_limits":{},\
        "pid_limits":{}},"properties":{"user":"root"},\
        "netout_rules":[{"networks":[{"start":"0.0.0.0","end":"255.255.255.255"}]}]}\
        """
            .formatted(handle, volume(handle), volume(fresh()));
    garden.post("/containers", body).assertStatus(200);
  }
}
