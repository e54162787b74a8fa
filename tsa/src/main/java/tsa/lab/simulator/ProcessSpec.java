package tsa.lab.simulator;

import tools.jackson.databind.JsonNode;

/**
 * What a process run asks for (docs/protocol/worker-apis.md#running-a-process).
 *
 * @param id empty when the server is to choose one
 * @param path the program, absolute or a bare name to be found in {@code PATH}
 * @param user empty for the default
 */
record ProcessSpec(String id, String path, String user) {
  static ProcessSpec of(JsonNode body) throws GoJsonException {
    GoObject spec = new GoObject("ProcessSpec", body);
    return new ProcessSpec(spec.text("id"), spec.text("path"), spec.text("user"));
  }
}
