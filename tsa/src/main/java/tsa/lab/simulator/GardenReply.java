package tsa.lab.simulator;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tsa.lab.simulator.http.ServerHandler;
import tsa.lab.simulator.http.ServerRequest;
import tsa.lab.simulator.http.ServerResponse;

/**
 * How every Garden call reads its body and tells success and failure
 * (docs/protocol/worker-apis.md#errors-of-garden).
 */
final class GardenReply {
  private GardenReply() {}

  /** What a route does; its failures become Garden's error object. */
  @FunctionalInterface
  interface GardenAction {
    ServerResponse run(ServerRequest request)
        throws GardenException, GoJsonException, IOException, InterruptedException;
  }

  /** Makes a handler of an action. */
  static ServerHandler told(GardenAction action) {
    return request -> {
      try {
        return action.run(request);
      } catch (GardenException e) {
        return e.toResponse();
      } catch (GoJsonException e) {
        return GardenException.untyped(e.text()).toResponse();
      }
    };
  }

  /**
   * The router's form parsing eats a form-encoded body on routes with a handle
   * (docs/protocol/worker-apis.md#http-of-both-servers).
   */
  static byte[] body(ServerRequest request) throws IOException {
    String type = request.header("content-type").toLowerCase(Locale.ROOT);
    boolean eaten = type.startsWith("application/x-www-form-urlencoded");
    return eaten ? new byte[0] : request.bytes();
  }

  static ServerResponse done() {
    return ok(GoJson.object());
  }

  static ServerResponse ok(JsonNode value) {
    return ServerResponse.of(200, "application/json", GoJson.encode(value));
  }

  static ServerResponse json(int status) {
    return new ServerResponse(
        status,
        Map.of("Content-Type", "application/json"),
        new ServerResponse.Streamed(OptionalLong.of(0), _ -> {}));
  }
}
