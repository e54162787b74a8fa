package tsa.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jooq.JSONB;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.lifecycle.Reason;
import tsa.lifecycle.ReasonCode;

/**
 * Reasons as JSON: {@code {"code": id, "details": {name: value}}}.
 *
 * <p>Rows live longer than versions of the TSA, and several versions can share one database, so
 * reading takes what it gets. A known code is kept: details it lacks read as {@code ?}, details it
 * has too many are dropped. A code that is not known reads as {@link ReasonCode#UNKNOWN}, with all
 * that was written as its text; if such a record is written again, it is written so, and only the
 * history still has the original.
 */
final class ReasonColumn {
  private static final String CODE = "code";
  private static final String DETAILS = "details";
  private static final String ABSENT = "?";

  private ReasonColumn() {}

  static JSONB write(Reason reason) {
    ObjectNode json = JsonColumns.object();
    json.put(CODE, reason.code().id());
    ObjectNode details = json.putObject(DETAILS);
    reason.details().forEach((name, value) -> details.put(name, StorableText.storable(value)));
    return JsonColumns.column(json);
  }

  static Reason read(JSONB column) {
    JsonNode json = JsonColumns.read(column);
    String code = JsonColumns.text(json, CODE);
    if (code == null) {
      return unknown(column.data());
    }
    return ReasonCode.ofId(code)
        .map(known -> new Reason(known, details(known, json.path(DETAILS))))
        .orElseGet(() -> unknown(words(code, json.path(DETAILS))));
  }

  private static Map<String, String> details(ReasonCode code, JsonNode json) {
    Map<String, String> details = new LinkedHashMap<>();
    for (String name : code.details()) {
      JsonNode value = json.path(name);
      details.put(name, value.isValueNode() && !value.isNull() ? value.asString() : ABSENT);
    }
    return details;
  }

  private static String words(String code, JsonNode details) {
    if (!details.isObject() || details.isEmpty()) {
      return code;
    }
    return details.properties().stream()
        .map(entry -> entry.getKey() + " " + entry.getValue().asString(ABSENT))
        .collect(Collectors.joining(", ", code + " (", ")"));
  }

  private static Reason unknown(String text) {
    return Reason.of(ReasonCode.UNKNOWN, "text", text);
  }
}
