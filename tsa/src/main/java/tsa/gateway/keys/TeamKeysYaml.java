package tsa.gateway.keys;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tsa.gateway.protocol.PrintableText;

/**
 * Reads {@code --tsa-team-authorized-keys-file} (docs/protocol/registration.md#keys-of-workers).
 */
final class TeamKeysYaml {
  private TeamKeysYaml() {}

  /** One element of the list. */
  record Element(@Nullable String team, List<String> keys) {}

  /**
   * The elements. Unknown keys are ignored; an empty file holds none.
   *
   * @throws KeyFileException if it is no list of such elements
   */
  static List<Element> parse(String yaml, String place) throws KeyFileException {
    JsonNode root = read(yaml, place);
    List<Element> elements = new ArrayList<>();
    if (root.isMissingNode() || root.isNull()) {
      return elements;
    }
    require(root.isArray(), place + ": not a list of teams");
    for (JsonNode node : root) {
      String here = place + " entry " + (elements.size() + 1);
      require(node.isObject(), here + ": not a map with team and ssh_keys");
      elements.add(new Element(team(node, here), keys(node, here)));
    }
    return elements;
  }

  private static JsonNode read(String yaml, String place) throws KeyFileException {
    try {
      return new YAMLMapper().readTree(yaml);
    } catch (JacksonException e) {
      throw new KeyFileException(
          place + ": not YAML: " + PrintableText.of(e.getOriginalMessage()), e);
    }
  }

  private static @Nullable String team(JsonNode node, String place) throws KeyFileException {
    JsonNode team = node.path("team");
    if (team.isMissingNode() || team.isNull()) {
      return null;
    }
    require(team.isString(), place + ": team is not a string");
    return team.stringValue();
  }

  private static List<String> keys(JsonNode node, String place) throws KeyFileException {
    List<String> keys = new ArrayList<>();
    JsonNode list = node.path("ssh_keys");
    if (list.isMissingNode() || list.isNull()) {
      return keys;
    }
    require(list.isArray(), place + ": ssh_keys is not a list");
    for (JsonNode key : list) {
      require(key.isString(), place + ": a key is not a string");
      keys.add(key.stringValue());
    }
    return keys;
  }

  private static void require(boolean holds, String problem) throws KeyFileException {
    if (!holds) {
      throw new KeyFileException(problem);
    }
  }
}
