package tsa.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Who has which role in a team: the YAML that {@code fly set-team --config} takes, as far as it is
 * about local users.
 *
 * <pre>
 * roles:
 * - name: owner
 *   local: {users: [alice]}
 * - name: viewer
 *   local: {users: [bob, carol]}
 * </pre>
 */
final class TeamFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private TeamFile() {}

  /**
   * Users by the word of their role, which is not looked at here.
   *
   * @throws IllegalArgumentException naming the file and what is wrong with it. What is not known
   *     here, such as other ways to log in, is wrong too: the file would promise what nobody gets
   */
  static Map<String, List<String>> read(Path file) {
    try {
      Map<String, List<String>> roles = new LinkedHashMap<>();
      for (JsonNode role : list(members("it", YAML.readTree(file.toFile()), "roles"), "roles")) {
        JsonNode said = members("a role", role, "name", "local");
        String name = text(said.path("name"));
        List<String> users = new ArrayList<>();
        list(members("'local'", said.path("local"), "users"), "users")
            .forEach(user -> users.add(text(user)));
        if (roles.put(name, users) != null) {
          throw new IllegalArgumentException("role '" + name + "' comes twice");
        }
      }
      return roles;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("cannot use " + file + ": " + inOneLine(e), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cannot use " + file + ": " + e.getMessage(), e);
    }
  }

  /** An object that has these keys and no other. */
  private static JsonNode members(String what, @Nullable JsonNode node, String... keys) {
    List<String> known = List.of(keys);
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException(what + " has to have " + String.join(" and ", keys));
    }
    for (String key : node.propertyNames()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException("'" + key + "' means nothing here");
      }
    }
    return node;
  }

  private static JsonNode list(JsonNode node, String key) {
    if (!node.path(key).isArray()) {
      throw new IllegalArgumentException("'" + key + "' has to be a list");
    }
    return node.path(key);
  }

  private static String text(JsonNode node) {
    if (!node.isValueNode() || node.isNull() || node.asString().isBlank()) {
      throw new IllegalArgumentException("a role and a user each have to have a name");
    }
    return node.asString();
  }

  /** The parser draws the place over several lines. */
  private static String inOneLine(JacksonException e) {
    return String.valueOf(e.getOriginalMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
