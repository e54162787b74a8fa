package tsa.probe;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tsa.worker.CheckHandle;

/** JSON as the two servers want it, and the limits within which theirs is read. */
final class WorkerApiJson {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_STRING = 1024 * 1024;
  private static final int MAX_NAME = 4 * 1024;

  /** Thread-safe, and never changed. */
  static final JsonMapper MAPPER = mapper();

  private static final String PURPOSE = "healthcheck";
  private static final long GRACE_NANOS = 600_000_000_000L;

  private WorkerApiJson() {}

  private static JsonMapper mapper() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxStringLength(MAX_STRING)
            .maxNameLength(MAX_NAME)
            .build();
    return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build()).build();
  }

  /** The body of an empty volume's creation. */
  static String emptyVolume(CheckHandle handle) {
    ObjectNode volume = volume(handle);
    volume.putObject("strategy").put("type", "empty");
    return volume.toString();
  }

  /** The body of a copy's creation: copy-on-write, as for each step of a build. */
  static String copyOf(CheckHandle parent, CheckHandle handle) {
    ObjectNode volume = volume(handle);
    volume.putObject("strategy").put("type", "cow").put("volume", parent.value());
    return volume.toString();
  }

  /** Without properties, later calls panic (docs/protocol/worker-apis.md#creating-a-volume). */
  private static ObjectNode volume(CheckHandle handle) {
    ObjectNode volume = MAPPER.createObjectNode();
    volume.put("handle", handle.value());
    volume.putObject("properties").put("purpose", PURPOSE);
    volume.put("privileged", false);
    return volume;
  }

  /**
   * The body of a container's creation. The grace time is given in both ways, because each backend
   * heeds another one; a rule for outgoing traffic, because without one containerd adds DROP rules
   * that can outlive the container (docs/protocol/worker-apis.md#grace-time,
   * docs/protocol/worker-apis.md#asking-for-a-container).
   *
   * @param volumePath where the volume for its files is on the worker; empty for none
   */
  static String container(CheckHandle handle, String volumePath) {
    ObjectNode container = MAPPER.createObjectNode();
    container.put("handle", handle.value());
    if (!volumePath.isEmpty()) {
      container.put("rootfs", "raw://" + volumePath);
    }
    container.put("grace_time", GRACE_NANOS);
    ObjectNode properties = container.putObject("properties");
    properties.put("purpose", PURPOSE);
    properties.put("garden.grace-time", Long.toString(GRACE_NANOS));
    container.put("privileged", false);
    ObjectNode everywhere =
        container.putArray("netout_rules").addObject().putArray("networks").addObject();
    everywhere.put("start", "0.0.0.0").put("end", "255.255.255.255");
    return container.toString();
  }

  /** The body of a run. */
  static String process(String path) {
    return MAPPER.createObjectNode().put("path", path).toString();
  }

  /** The body of a stop. */
  static String stop(boolean kill) {
    return MAPPER.createObjectNode().put("kill", kill).toString();
  }
}
