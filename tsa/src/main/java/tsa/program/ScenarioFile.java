package tsa.program;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tsa.lab.rehearsal.Scenario;
import tsa.lifecycle.Request;
import tsa.worker.GoDuration;

/** Reads scenarios of {@code simulate-policy} from YAML. */
final class ScenarioFile {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Set<String> TOP =
      Set.of("start", "length", "seed", "gateways", "workers", "steps");
  private static final Set<String> GROUP = Set.of("name", "count", "ephemeral", "containers");
  private static final Set<String> STEP =
      Set.of("at", "for", "what", "workers", "ask", "containers", "by");

  private ScenarioFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file and what is wrong with it
   */
  static Scenario read(Path file) {
    try {
      JsonNode root = new YAMLMapper().readTree(file.toFile());
      return scenario(object(root, "the file", TOP));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Scenario scenario(JsonNode root) {
    List<Scenario.Group> groups = new ArrayList<>();
    for (JsonNode group : list(root, "workers")) {
      groups.add(group(object(group, "a group of workers", GROUP)));
    }
    List<Scenario.ScenarioStep> steps = new ArrayList<>();
    for (JsonNode step : list(root, "steps")) {
      steps.add(step(object(step, "a step", STEP)));
    }
    return new Scenario(
        start(root.get("start")),
        duration(root, "length"),
        number(root, "seed", 1),
        number(root, "gateways", 1),
        groups,
        steps);
  }

  private static Scenario.Group group(JsonNode group) {
    return new Scenario.Group(
        text(group, "name"),
        number(group, "count", 1),
        group.path("ephemeral").asBoolean(false),
        number(group, "containers", 0));
  }

  private static Scenario.ScenarioStep step(JsonNode step) {
    List<String> workers = new ArrayList<>();
    list(step, "workers").forEach(name -> workers.add(name.asString()));
    return new Scenario.ScenarioStep(
        duration(step, "at"),
        step.has("for") ? duration(step, "for") : null,
        word(Scenario.Incident.class, step, "what"),
        workers,
        step.has("ask") ? word(Request.Action.class, step, "ask") : null,
        number(step, "containers", 0),
        step.has("by") ? signed(step, "by") : Duration.ZERO,
        null);
  }

  private static JsonNode object(@Nullable JsonNode node, String what, Set<String> keys) {
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException(what + " has to be 'key: value' lines");
    }
    for (var entry : node.properties()) {
      if (!keys.contains(entry.getKey())) {
        throw new IllegalArgumentException(
            "unknown key '" + entry.getKey() + "' in " + what + "; known: " + sorted(keys));
      }
    }
    return node;
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }

  private static List<JsonNode> list(JsonNode node, String key) {
    JsonNode list = node.path(key);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw new IllegalArgumentException("'" + key + "' has to be a list");
    }
    return list.valueStream().toList();
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.path(key);
    if (!value.isValueNode() || value.isNull()) {
      throw new IllegalArgumentException("'" + key + "' is missing");
    }
    return value.asString();
  }

  private static int number(JsonNode node, String key, int otherwise) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.isInt()) {
      throw new IllegalArgumentException("'" + key + "' has to be a whole number, not " + value);
    }
    return value.asInt();
  }

  private static Duration duration(JsonNode node, String key) {
    try {
      return GoDuration.parse(text(node, key));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + key + "': " + e.getMessage(), e);
    }
  }

  private static Duration signed(JsonNode node, String key) {
    String text = text(node, key);
    try {
      return text.startsWith("-")
          ? GoDuration.parse(text.substring(1)).negated()
          : GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + key + "': " + e.getMessage(), e);
    }
  }

  private static Instant start(@Nullable JsonNode start) {
    try {
      return start == null ? START : Instant.parse(start.asString());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("'start' has to look like " + START, e);
    }
  }

  private static <E extends Enum<E>> E word(Class<E> type, JsonNode node, String key) {
    String text = text(node, key);
    List<String> known = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String word = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (word.equals(text)) {
        return value;
      }
      known.add(word);
    }
    throw new IllegalArgumentException(
        "'" + key + "' is '" + text + "', but has to be one of " + String.join(", ", known));
  }
}
