package tsa.atc;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tsa.concourse.ConcourseWorker;
import tsa.control.port.Atc.AtcWorker;
import tsa.wire.WireJson;
import tsa.worker.WorkerState;

/** The worker object as an ATC reads it (docs/protocol/registration.md#the-worker-object). */
final class AtcWorkerJson {
  static final JsonMapper JSON = new JsonMapper();

  private AtcWorkerJson() {}

  /**
   * A worker.
   *
   * @param state what it is to be there; null for a heartbeat, which cannot say
   */
  static String of(AtcWorker worker, @Nullable WorkerState state) {
    return WireJson.compact(
        ConcourseWorker.json(
            worker.registration(),
            worker.address(),
            worker.load(),
            state == null ? "" : state.word()));
  }

  /** What newer ATCs want with a request to land, retire or delete: whose the worker is. */
  static String team(@Nullable String team) {
    return JSON.createObjectNode().put("team", team == null ? "" : team).toString();
  }

  /** The value of a field, if the text is an object that has it. */
  static String field(String text, String name) {
    JsonNode json = JSON.readTree(text);
    return json == null ? "" : json.path(name).asString("");
  }
}
