package tsa.settings;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The settings file: YAML, one key for each flag, without its dashes. */
public final class SettingsFile {
  private SettingsFile() {}

  /**
   * Reads a file.
   *
   * @param known the flags there are, without their dashes
   * @throws IllegalArgumentException naming the file and what is wrong with it, for the person who
   *     wrote it; an unknown key is an error
   */
  public static Map<String, String> read(Path file, Set<String> known) {
    JsonNode root = parse(file);
    Map<String, String> settings = new LinkedHashMap<>();
    root.properties()
        .forEach(entry -> {
          if (!known.contains(entry.getKey())) {
            throw new IllegalArgumentException(file + ": unknown setting '" + entry.getKey() + "'");
          }
          settings.put(entry.getKey(), text(file, entry.getKey(), entry.getValue()));
        });
    return settings;
  }

  private static JsonNode parse(Path file) {
    try {
      YAMLMapper yaml =
          YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
      JsonNode root = yaml.readTree(file.toFile());
      if (root == null || root.isMissingNode() || root.isNull()) {
        return yaml.createObjectNode();
      }
      if (!root.isObject()) {
        throw new IllegalArgumentException(file + " is not a list of 'flag: value' lines");
      }
      return root;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("cannot read " + file + ": " + inOneLine(e), e);
    }
  }

  /** The parser draws the place over several lines. */
  private static String inOneLine(JacksonException e) {
    return e.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", " ");
  }

  private static String text(Path file, String key, JsonNode value) {
    if (value.isArray()) {
      return value
          .valueStream()
          .map(item -> text(file, key, item))
          .collect(Collectors.joining(","));
    }
    if (!value.isValueNode() || value.isNull()) {
      throw new IllegalArgumentException(
          file + ": '" + key + "' has to be a word, a number or a list of them");
    }
    return value.asString();
  }
}
