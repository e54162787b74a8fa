package tsa.store;

import java.util.ArrayList;
import java.util.List;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.db.generated.tables.records.WorkersRecord;
import tsa.worker.Registration;
import tsa.worker.ResourceType;
import tsa.worker.WorkerName;

/**
 * The registration of a worker: what rules and queries need has a column of its own, and nothing is
 * stored twice; the rest is JSON, under Concourse's keys
 * (docs/protocol/registration.md#the-worker-object). Reading never fails because of the JSON: what
 * is not as expected there reads as absent, and the worker can still be evaluated, drained and
 * shown.
 */
final class RegistrationColumns {
  private RegistrationColumns() {}

  /** The part that has no columns. */
  static JSONB write(Registration registration) {
    ObjectNode json = JsonColumns.object();
    ArrayNode types = json.putArray("resource_types");
    registration.resourceTypes().forEach(type -> types.add(write(type)));
    put(json, "certs_path", registration.certsPath());
    put(json, "http_proxy_url", registration.httpProxyUrl());
    put(json, "https_proxy_url", registration.httpsProxyUrl());
    put(json, "no_proxy", registration.noProxy());
    json.put("max_active_tasks", registration.maxActiveTasks());
    return JsonColumns.column(json);
  }

  private static ObjectNode write(ResourceType type) {
    return JsonColumns.object()
        .put("type", StorableText.storable(type.type()))
        .put("image", StorableText.storable(type.image()))
        .put("version", StorableText.storable(type.version()))
        .put("privileged", type.privileged())
        .put("unique_version_history", type.uniqueVersionHistory());
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, StorableText.storable(value));
    }
  }

  /**
   * The whole registration of a row.
   *
   * @throws IllegalArgumentException if the row's name is none
   */
  static Registration read(WorkersRecord row) {
    JsonNode json = JsonColumns.read(row.getRegistration());
    return new Registration(
        new WorkerName(row.getName()),
        row.getTeam(),
        row.getPlatform(),
        List.of(row.getTags()),
        row.getVersion(),
        row.getStartTime(),
        row.getEphemeral(),
        types(json.path("resource_types")),
        JsonColumns.text(json, "certs_path"),
        JsonColumns.text(json, "http_proxy_url"),
        JsonColumns.text(json, "https_proxy_url"),
        JsonColumns.text(json, "no_proxy"),
        JsonColumns.number(json, "max_active_tasks"));
  }

  private static List<ResourceType> types(JsonNode json) {
    List<ResourceType> types = new ArrayList<>();
    for (JsonNode type : json) {
      String name = JsonColumns.text(type, "type");
      if (name != null) {
        types.add(type(name, type));
      }
    }
    return types;
  }

  private static ResourceType type(String name, JsonNode json) {
    return new ResourceType(
        name,
        JsonColumns.textOrEmpty(json, "image"),
        JsonColumns.textOrEmpty(json, "version"),
        JsonColumns.flag(json, "privileged"),
        JsonColumns.flag(json, "unique_version_history"));
  }
}
