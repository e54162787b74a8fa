package tsa.probe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tsa.worker.CheckHandle;

/**
 * An HTTP answer with its whole, short body.
 *
 * @param status HTTP status
 * @param body as it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; lives as long as one call
record WorkerHttpReply(int status, byte[] body) {
  private static final String NOT_FOUND = "not found";
  private static final String UNKNOWN = ": unknown"; // what containerd 1.x appends

  /**
   * The body as a JSON object. Its Content-Type is not looked at: Baggageclaim's is often wrong
   * (docs/protocol/worker-apis.md#errors-of-baggageclaim).
   *
   * @throws ProbeException if it is not one
   */
  JsonNode object() throws ProbeException {
    try {
      JsonNode node = WorkerApiJson.MAPPER.readTree(body);
      if (node.isObject()) {
        return node;
      }
    } catch (JacksonException e) {
      throw ProbeException.badAnswer("not JSON: " + text());
    }
    throw ProbeException.badAnswer("not a JSON object: " + text());
  }

  /**
   * A string within the body.
   *
   * @throws ProbeException if the body is not an object or has no such string
   */
  String string(String field) throws ProbeException {
    JsonNode value = object().path(field);
    if (!value.isString()) {
      throw ProbeException.badAnswer("no string '" + field + "': " + text());
    }
    return value.stringValue();
  }

  /**
   * What the server says it could not do (docs/protocol/worker-apis.md#errors-of-garden,
   * docs/protocol/worker-apis.md#errors-of-baggageclaim).
   *
   * @param handle the object that was asked for; null if none was
   */
  Finding.ErrorAnswer refusal(@Nullable CheckHandle handle) {
    String type = errorText("Type");
    String garden = errorText("Message");
    String said = garden.isEmpty() ? errorText("error") : garden;
    String message = said.isEmpty() ? text() : said;
    return new Finding.ErrorAnswer(status, type, message, isGone(type, message, handle));
  }

  /**
   * Whether that says that our object is gone. The containerd backend has no typed error for it;
   * but its message names the handle, unlike those of a runtime in which a program is not found
   * (docs/protocol/worker-apis.md#three-backends).
   */
  private boolean isGone(String type, String message, @Nullable CheckHandle handle) {
    if (status == 404) {
      return type.equals("ContainerNotFoundError") || type.equals("ProcessNotFoundError");
    }
    String end =
        message.endsWith(UNKNOWN)
            ? message.substring(0, message.length() - UNKNOWN.length())
            : message;
    return status == 500
        && handle != null
        && end.endsWith(NOT_FOUND)
        && message.contains(handle.value());
  }

  private String errorText(String field) {
    try {
      return WorkerApiJson.MAPPER.readTree(body).path(field).asString("");
    } catch (JacksonException e) {
      return ""; // not JSON: the text itself is all there is
    }
  }

  private String text() {
    byte[] start = Arrays.copyOf(body, Math.min(body.length, 4 * DetailText.MAX));
    return new String(start, StandardCharsets.UTF_8);
  }
}
