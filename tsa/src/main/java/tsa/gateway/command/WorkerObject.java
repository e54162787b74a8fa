package tsa.gateway.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tsa.gateway.protocol.CommandRefusedException;
import tsa.gateway.protocol.PrintableText;
import tsa.worker.Registration;
import tsa.worker.ResourceType;
import tsa.worker.WorkerName;

/**
 * The worker object on stdin (docs/protocol/registration.md#the-worker-object), as tolerant as Go's
 * decoder: unknown keys are ignored, keys match in any case, null is as good as absent, the last of
 * two equal keys counts. A wrong type is refused by the name of its field. {@code state}, {@code
 * addr} and {@code baggageclaim_url} are never read: they are not the worker's to choose (B9).
 */
final class WorkerObject {
  private static final Pattern VERSION = Pattern.compile("\\d{1,9}(\\.\\d{1,9})*");
  private static final int MAX_TEXT = 8_192;

  /** The last second of the year 9999, the end of time in most databases. */
  private static final long MAX_TIME = 253_402_300_799L;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Fields fields;

  private WorkerObject(Fields fields) {
    this.fields = fields;
  }

  /**
   * The object in those bytes.
   *
   * @throws CommandRefusedException if there is none
   */
  static WorkerObject parse(byte[] json) throws CommandRefusedException {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JacksonException e) {
      // The library adds where in its own classes the text came from.
      String problem = e.getOriginalMessage().replaceFirst(" ?\\(start marker.*", "");
      throw new CommandRefusedException("stdin is not JSON: " + PrintableText.of(problem));
    }
    if (root == null || root.isMissingNode()) {
      throw new CommandRefusedException("stdin is empty: the worker object was expected there");
    }
    if (!root.isObject()) {
      throw new CommandRefusedException("stdin holds no JSON object but " + kind(root));
    }
    return new WorkerObject(Fields.of(root, ""));
  }

  /**
   * The name of the worker.
   *
   * @throws CommandRefusedException if it cannot be used as one
   */
  WorkerName name() throws CommandRefusedException {
    String name = fields.text("name");
    Optional<String> problem = WorkerName.problemWith(name);
    if (problem.isPresent()) {
      throw new CommandRefusedException(problem.get());
    }
    return new WorkerName(name);
  }

  /** The team it claims; empty if it claims none. */
  Optional<String> team() throws CommandRefusedException {
    return Optional.of(fields.text("team")).filter(team -> !team.isEmpty());
  }

  /**
   * All that a worker says of itself.
   *
   * @throws CommandRefusedException naming the field that cannot be used
   */
  Registration registration() throws CommandRefusedException {
    return new Registration(
        name(),
        team().orElse(null),
        fields.text("platform"),
        tags(),
        version(),
        startTime(),
        fields.flag("ephemeral"),
        resourceTypes(),
        optional("certs_path"),
        optional("http_proxy_url"),
        optional("https_proxy_url"),
        optional("no_proxy"),
        (int) fields.number("max_active_tasks", 0, Integer.MAX_VALUE));
  }

  private String version() throws CommandRefusedException {
    String version = fields.text("version");
    if (!version.isEmpty() && !VERSION.matcher(version).matches()) {
      throw new CommandRefusedException(
          "version '" + PrintableText.of(version) + "' is not made of numbers and dots");
    }
    return version;
  }

  private long startTime() throws CommandRefusedException {
    // Go's zero time is far below zero; it means the same as no time.
    return Math.max(0, fields.number("start_time", Long.MIN_VALUE, MAX_TIME));
  }

  private List<String> tags() throws CommandRefusedException {
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : fields.list("tags")) {
      String text = Fields.text(tag, "tags");
      if (!text.isEmpty()) {
        tags.add(text);
      }
    }
    return tags;
  }

  private List<ResourceType> resourceTypes() throws CommandRefusedException {
    List<ResourceType> types = new ArrayList<>();
    for (JsonNode node : fields.list("resource_types")) {
      if (!node.isObject()) {
        throw new CommandRefusedException("resource_types holds " + kind(node) + ", not an object");
      }
      Fields type = Fields.of(node, "resource_types.");
      types.add(
          new ResourceType(
              type.text("type"),
              type.text("image"),
              type.text("version"),
              type.flag("privileged"),
              type.flag("unique_version_history")));
    }
    return types;
  }

  private @Nullable String optional(String field) throws CommandRefusedException {
    String text = fields.text(field);
    return text.isEmpty() ? null : text;
  }

  private static String kind(JsonNode node) {
    return "a value of type " + node.getNodeType().name().toLowerCase(Locale.ROOT);
  }

  /** The fields of one object by their names in lower case. */
  private record Fields(Map<String, JsonNode> byName, String prefix) {
    static Fields of(JsonNode object, String prefix) {
      Map<String, JsonNode> fields = new HashMap<>();
      object.forEachEntry((name, value) -> fields.put(name.toLowerCase(Locale.ROOT), value));
      return new Fields(fields, prefix);
    }

    private Optional<JsonNode> get(String field) {
      return Optional.ofNullable(byName.get(field)).filter(node -> !node.isNull());
    }

    String text(String field) throws CommandRefusedException {
      Optional<JsonNode> node = get(field);
      return node.isPresent() ? text(node.get(), prefix + field) : "";
    }

    static String text(JsonNode node, String field) throws CommandRefusedException {
      if (node.isNull()) {
        return "";
      }
      if (!node.isString()) {
        throw wrong(field, "a string", node);
      }
      String text = node.stringValue();
      if (text.length() > MAX_TEXT) {
        throw new CommandRefusedException(field + " has more than " + MAX_TEXT + " characters");
      }
      if (text.codePoints().anyMatch(Fields::isUnstorable)) {
        throw new CommandRefusedException(field + " contains a control character");
      }
      return text;
    }

    private static boolean isUnstorable(int c) {
      return Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE;
    }

    boolean flag(String field) throws CommandRefusedException {
      Optional<JsonNode> node = get(field);
      if (node.isPresent() && !node.get().isBoolean()) {
        throw wrong(prefix + field, "true or false", node.get());
      }
      return node.isPresent() && node.get().booleanValue();
    }

    long number(String field, long min, long max) throws CommandRefusedException {
      Optional<JsonNode> node = get(field);
      if (node.isEmpty()) {
        return 0;
      }
      if (!node.get().isIntegralNumber() || !node.get().canConvertToLong()) {
        throw wrong(prefix + field, "a whole number", node.get());
      }
      long number = node.get().longValue();
      if (number < min || number > max) {
        throw new CommandRefusedException(prefix + field + " is out of range: " + number);
      }
      return number;
    }

    List<JsonNode> list(String field) throws CommandRefusedException {
      Optional<JsonNode> node = get(field);
      if (node.isEmpty()) {
        return List.of();
      }
      if (!node.get().isArray()) {
        throw wrong(prefix + field, "an array", node.get());
      }
      List<JsonNode> elements = new ArrayList<>();
      node.get().forEach(elements::add);
      return elements;
    }

    private static CommandRefusedException wrong(String field, String wanted, JsonNode found) {
      return new CommandRefusedException(field + " must be " + wanted + ", not " + kind(found));
    }
  }
}
