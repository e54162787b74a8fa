package tsa.lab.simulator;

import tools.jackson.databind.JsonNode;
import tsa.lab.simulator.http.ServerResponse;

/**
 * The answers of Baggageclaim, with its uneven content types
 * (docs/protocol/worker-apis.md#errors-of-baggageclaim).
 */
final class BaggageclaimReply {
  private static final String JSON = "application/json";

  private BaggageclaimReply() {}

  static ServerResponse json(int status, JsonNode value) {
    return ServerResponse.of(status, JSON, GoJson.encode(value));
  }

  /** An error whose type nobody set, so that Go sniffed it. */
  static ServerResponse error(int status, String phrase) {
    return ServerResponse.of(status, "text/plain; charset=utf-8", body(phrase));
  }

  /** An error of one of the four calls that set the type beforehand. */
  static ServerResponse jsonError(int status, String phrase) {
    return ServerResponse.of(status, JSON, body(phrase));
  }

  private static byte[] body(String phrase) {
    return GoJson.encode(GoJson.object().put("error", phrase));
  }
}
