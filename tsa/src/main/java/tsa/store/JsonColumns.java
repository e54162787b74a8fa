package tsa.store;

import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON columns. Reading never fails: what is not as expected reads as absent. */
final class JsonColumns {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private JsonColumns() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static JSONB column(JsonNode node) {
    return JSONB.jsonb(MAPPER.writeValueAsString(node));
  }

  /** What the column holds; a missing node if that is no JSON. */
  static JsonNode read(@Nullable JSONB column) {
    if (column == null) {
      return MissingNode.getInstance();
    }
    try {
      return MAPPER.readTree(column.data());
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** The text under that name; null if there is none. */
  static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  /** The text under that name; empty if there is none. */
  static String textOrEmpty(JsonNode node, String name) {
    String text = text(node, name);
    return text == null ? "" : text;
  }

  /** The whole number under that name; 0 if there is none that fits. */
  static int number(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isIntegralNumber() && value.canConvertToInt() ? value.intValue() : 0;
  }

  /** Whether true stands under that name. */
  static boolean flag(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isBoolean() && value.booleanValue();
  }
}
