package tsa.lab.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.SerializableString;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON with the manners of Go's {@code encoding/json}: HTML characters escaped, a newline at the
 * end, only the first value read, Go's error texts for the common mistakes
 * (docs/protocol/worker-apis.md#http-of-both-servers).
 */
final class GoJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .characterEscapes(new HtmlEscapes())
                  .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                  .build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private GoJson() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Makes a tree of maps, lists, texts, numbers and nulls. */
  static JsonNode tree(@Nullable Object value) {
    return MAPPER.valueToTree(value);
  }

  /** Returns the encoded value and a newline. */
  static byte[] encode(JsonNode value) {
    return (MAPPER.writeValueAsString(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the first JSON value.
   *
   * @throws GoJsonException with Go's text when there is none
   */
  static JsonNode decode(byte[] bytes) throws GoJsonException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.isBlank()) {
      throw new GoJsonException("EOF");
    }
    try (JsonParser parser = MAPPER.createParser(text)) {
      JsonNode node = MAPPER.readTree(parser);
      return node == null ? MAPPER.nullNode() : node;
    } catch (JacksonException e) {
      throw new GoJsonException(complaint(text, e));
    }
  }

  /**
   * Reads an array of texts; null is an empty one.
   *
   * @throws GoJsonException when it is something else
   */
  static List<String> texts(JsonNode node) throws GoJsonException {
    List<String> texts = new ArrayList<>();
    if (!node.isArray() && !node.isNull()) {
      throw new GoJsonException("json: cannot unmarshal into Go value of type []string");
    }
    for (JsonNode element : node) {
      if (!element.isString()) {
        throw new GoJsonException("json: cannot unmarshal into Go value of type string");
      }
      texts.add(element.stringValue());
    }
    return texts;
  }

  /** Says what Go would say of a syntax error; exact for the simple cases. */
  private static String complaint(String text, JacksonException e) {
    int bad = (int) e.getLocation().getCharOffset();
    if (e instanceof UnexpectedEndOfInputException || bad < 0 || bad >= text.length()) {
      return "unexpected EOF";
    }
    boolean wantsKey = text.substring(0, bad).stripTrailing().endsWith("{");
    return "invalid character '%c' looking for beginning of %s"
        .formatted(text.charAt(bad), wantsKey ? "object key string" : "value");
  }

  /** Escapes what Go escapes so that JSON can stand inside HTML. */
  private static final class HtmlEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private final int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();

    HtmlEscapes() {
      for (char c : new char[] {'<', '>', '&'}) {
        codes[c] = CharacterEscapes.ESCAPE_STANDARD;
      }
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return codes.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int ch) {
      return switch (ch) {
        case 0x2028 -> new SerializedString("\\u2028");
        case 0x2029 -> new SerializedString("\\u2029");
        default -> null;
      };
    }
  }
}
