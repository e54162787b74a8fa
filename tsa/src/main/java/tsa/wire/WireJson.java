package tsa.wire;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How the records of this package are written and read. Stateless and thread-safe. */
public final class WireJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final JsonMapper STRICT =
      MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private WireJson() {}

  /** A record as compact JSON. */
  public static String compact(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** A record as JSON with line breaks, for a person. */
  public static String pretty(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  /**
   * Reads a record. Members it does not know are ignored, so that a newer server can say more.
   *
   * @throws JacksonException if it is not JSON or not that record; its message is for a log
   */
  public static <T> T read(String json, Class<T> type) {
    return read(MAPPER, json, type);
  }

  /**
   * Reads what a client sent. Members it does not know are refused: a misspelt one would be taken
   * for one that was left out.
   *
   * @throws JacksonException as above
   */
  public static <T> T readStrictly(String json, Class<T> type) {
    return read(STRICT, json, type);
  }

  private static <T> T read(JsonMapper mapper, String json, Class<T> type) {
    T value = mapper.readValue(json, type);
    if (value == null) {
      throw DatabindException.from((JsonParser) null, "null instead of a record");
    }
    return value;
  }
}
