package tsa.lab.simulator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The info and metrics objects, by their Go field names
 * (docs/protocol/worker-apis.md#routes-of-garden).
 */
final class GardenInfo {
  private GardenInfo() {}

  /**
   * Makes an info object.
   *
   * @param filled guardian's values, or houdini's empty ones
   */
  static ObjectNode of(SimulatedContainer container, boolean filled) {
    ObjectNode info = GoJson.object();
    info.put("State", filled ? "active" : "");
    info.set("Events", GoJson.tree(null));
    info.put("HostIP", filled ? "10.80.0.1" : "");
    info.put("ContainerIP", filled ? "10.80.0.2" : "");
    info.put("ContainerIPv6", "");
    info.put("ExternalIP", filled ? "127.0.0.1" : "");
    info.put("ContainerPath", filled ? "/depot/" + container.handle() : "");
    info.set("ProcessIDs", GoJson.tree(null));
    info.set("Properties", filled ? GoJson.tree(container.properties()) : GoJson.tree(null));
    info.set("MappedPorts", GoJson.tree(null));
    return info;
  }

  /** Makes a metrics object of zeros; only the age, in nanoseconds, is real. */
  static JsonNode metrics(SimulatedContainer container, long nowNanos) {
    ObjectNode metrics = GoJson.object();
    metrics.set("MemoryStat", GoJson.object().put("TotalUsageTowardLimit", 0));
    metrics.set("CPUStat", GoJson.object().put("Usage", 0).put("User", 0).put("System", 0));
    metrics.set("DiskStat", GoJson.object());
    metrics.set("NetworkStat", GoJson.tree(null));
    metrics.set("PidStat", GoJson.object());
    metrics.put("Age", nowNanos - container.bornNanos());
    metrics.put("CPUEntitlement", 0);
    return metrics;
  }
}
