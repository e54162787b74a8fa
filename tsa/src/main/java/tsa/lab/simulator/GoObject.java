package tsa.lab.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON object read as Go reads one into a struct: unknown fields are ignored, names match in any
 * case, null and absence leave the zero value, a wrong type is an error with Go's text
 * (docs/protocol/worker-apis.md#http-of-both-servers). Immutable.
 */
final class GoObject {
  private final String struct;
  private final JsonNode node;

  /**
   * Takes a decoded value.
   *
   * @param struct the Go type's name, for error texts
   * @throws GoJsonException when it is neither an object nor null
   */
  GoObject(String struct, JsonNode node) throws GoJsonException {
    if (!node.isObject() && !node.isNull()) {
      throw new GoJsonException(
          "json: cannot unmarshal %s into Go value of type %s".formatted(kind(node), struct));
    }
    this.struct = struct;
    this.node = node;
  }

  static GoObject decode(String struct, byte[] body) throws GoJsonException {
    return new GoObject(struct, GoJson.decode(body));
  }

  /** Returns the text, or the empty string. */
  String text(String field) throws GoJsonException {
    JsonNode value = find(field);
    if (value == null) {
      return "";
    }
    check(value.isString(), value, field, "string");
    return value.stringValue();
  }

  /**
   * Returns the text of exactly that name, or the empty string, also for another type: Go reads
   * some objects into maps, not structs.
   */
  String exactly(String name) {
    return node.path(name).asString("");
  }

  /** Returns the number, or 0; {@code type} is the Go type for the error text. */
  long integer(String field, String type) throws GoJsonException {
    JsonNode value = find(field);
    if (value == null) {
      return 0;
    }
    check(value.isIntegralNumber() && value.canConvertToLong(), value, field, type);
    return value.longValue();
  }

  /** Returns the flag, or false. */
  boolean flag(String field) throws GoJsonException {
    JsonNode value = find(field);
    if (value == null) {
      return false;
    }
    check(value.isBoolean(), value, field, "bool");
    return value.booleanValue();
  }

  /** Returns whether the field is there and not null. */
  boolean has(String field) {
    return find(field) != null;
  }

  /** Returns the map of texts, or null when it is absent. */
  @Nullable Map<String, String> texts(String field, String type) throws GoJsonException {
    JsonNode value = find(field);
    if (value == null) {
      return null;
    }
    check(value.isObject(), value, field, type);
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : value.properties()) {
      check(entry.getValue().isString(), entry.getValue(), field, "string");
      texts.put(entry.getKey(), entry.getValue().stringValue());
    }
    return texts;
  }

  /** Returns the object, or null when it is absent. */
  @Nullable GoObject object(String field, String type) throws GoJsonException {
    JsonNode value = find(field);
    if (value == null) {
      return null;
    }
    check(value.isObject(), value, field, type);
    return new GoObject(type, value);
  }

  /** Returns the list of objects; empty when it is absent. */
  List<GoObject> objects(String field, String type) throws GoJsonException {
    JsonNode value = find(field);
    List<GoObject> objects = new ArrayList<>();
    if (value != null) {
      check(value.isArray(), value, field, "[]" + type);
      for (JsonNode element : value) {
        check(element.isObject(), element, field, type);
        objects.add(new GoObject(type, element));
      }
    }
    return objects;
  }

  private void check(boolean fits, JsonNode value, String field, String type)
      throws GoJsonException {
    if (!fits) {
      throw new GoJsonException(
          "json: cannot unmarshal %s into Go struct field %s.%s of type %s"
              .formatted(kind(value), struct, field, type));
    }
  }

  private @Nullable JsonNode find(String field) {
    JsonNode found = null;
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getKey().equalsIgnoreCase(field)) {
        found = entry.getValue().isNull() ? found : entry.getValue();
      }
    }
    return found;
  }

  private static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case NUMBER -> "number";
      case STRING -> "string";
      case BOOLEAN -> "bool";
      case ARRAY -> "array";
      default -> "object";
    };
  }
}
