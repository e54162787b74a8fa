package tsa.atc;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.control.port.Atc.AtcWorker;
import tsa.worker.Registration;
import tsa.worker.ResourceType;
import tsa.worker.WorkerState;

/** The worker object as an ATC reads it (docs/protocol/registration.md#the-worker-object). */
final class AtcWorkerJson {
  static final JsonMapper JSON = new JsonMapper();

  private AtcWorkerJson() {}

  /**
   * A worker.
   *
   * @param state what it is to be there; null for a heartbeat, which cannot say
   */
  static String of(AtcWorker worker, @Nullable WorkerState state) {
    Registration told = worker.registration();
    ObjectNode json = JSON.createObjectNode();
    json.put("name", told.name().value());
    json.put("addr", worker.address().garden());
    json.put("baggageclaim_url", worker.address().baggageclaimUrl());
    json.put("active_containers", worker.load().containers());
    json.put("active_volumes", worker.load().volumes());
    json.put("active_tasks", 0);
    json.put("platform", told.platform());
    tags(json, told);
    json.put("team", told.team() == null ? "" : told.team());
    json.put("version", told.version());
    json.put("start_time", told.startTime());
    json.put("ephemeral", told.ephemeral());
    resourceTypes(json, told);
    optional(json, "certs_path", told.certsPath());
    optional(json, "http_proxy_url", told.httpProxyUrl());
    optional(json, "https_proxy_url", told.httpsProxyUrl());
    optional(json, "no_proxy", told.noProxy());
    if (told.maxActiveTasks() > 0) {
      json.put("max_active_tasks", told.maxActiveTasks());
    }
    if (state != null) {
      json.put("state", state.word());
    }
    return json.toString();
  }

  private static void tags(ObjectNode json, Registration told) {
    ArrayNode tags = json.putArray("tags");
    told.tags().forEach(tags::add);
  }

  private static void resourceTypes(ObjectNode json, Registration told) {
    ArrayNode types = json.putArray("resource_types");
    for (ResourceType type : told.resourceTypes()) {
      types
          .addObject()
          .put("type", type.type())
          .put("image", type.image())
          .put("version", type.version())
          .put("privileged", type.privileged())
          .put("unique_version_history", type.uniqueVersionHistory());
    }
  }

  private static void optional(ObjectNode json, String field, @Nullable String value) {
    if (value != null) {
      json.put(field, value);
    }
  }

  /** What newer ATCs want with a request to land, retire or delete: whose the worker is. */
  static String team(@Nullable String team) {
    return JSON.createObjectNode().put("team", team == null ? "" : team).toString();
  }

  /** The value of a field, if the text is an object that has it. */
  static String field(String text, String name) {
    JsonNode json = JSON.readTree(text);
    return json == null ? "" : json.path(name).asString("");
  }
}
