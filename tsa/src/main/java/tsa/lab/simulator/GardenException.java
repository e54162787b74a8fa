package tsa.lab.simulator;

import tools.jackson.databind.node.ObjectNode;
import tsa.lab.simulator.http.ServerResponse;

/**
 * A failure as Garden tells it: an object of exactly five keys; 404 for the two not-found types and
 * 500 for everything else (docs/protocol/worker-apis.md#errors-of-garden).
 */
final class GardenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String text;
  private final String handle;
  private final String processId;

  private GardenException(String type, String message, String handle, String processId) {
    super(message);
    this.type = type;
    this.text = message;
    this.handle = handle;
    this.processId = processId;
  }

  /** Anything without a type of its own, which on containerd is everything. */
  static GardenException untyped(String message) {
    return new GardenException("", message, "", "");
  }

  static GardenException notImplemented() {
    return untyped("not implemented");
  }

  static GardenException containerNotFound(String handle) {
    return new GardenException("ContainerNotFoundError", "unknown handle: " + handle, handle, "");
  }

  static GardenException processNotFound(String processId) {
    return new GardenException(
        "ProcessNotFoundError", "unknown process: " + processId, "", processId);
  }

  static GardenException executableNotFound(String message) {
    return new GardenException("ExecutableNotFoundError", message, "", "");
  }

  /** Returns the message, which is never null. */
  String text() {
    return text;
  }

  /** Returns the object, without status. */
  ObjectNode toJson() {
    return GoJson.object()
        .put("Type", type)
        .put("Message", text)
        .put("Handle", handle)
        .put("ProcessID", processId)
        .put("Binary", "");
  }

  /** Returns the answer that carries it. */
  ServerResponse toResponse() {
    boolean notFound = type.equals("ContainerNotFoundError") || type.equals("ProcessNotFoundError");
    return ServerResponse.of(notFound ? 404 : 500, "application/json", GoJson.encode(toJson()));
  }
}
