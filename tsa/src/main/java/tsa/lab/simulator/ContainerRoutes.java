package tsa.lab.simulator;

import static tsa.lab.simulator.GardenReply.body;
import static tsa.lab.simulator.GardenReply.done;
import static tsa.lab.simulator.GardenReply.json;
import static tsa.lab.simulator.GardenReply.ok;
import static tsa.lab.simulator.GardenReply.told;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.lab.simulator.http.ServerHandler;
import tsa.lab.simulator.http.ServerRequest;
import tsa.lab.simulator.http.ServerResponse;
import tsa.lab.simulator.http.ServerRouter;

/**
 * Garden's calls of one container: each is looked up first, and its grace time stands still
 * meanwhile (docs/protocol/worker-apis.md#routes-of-garden,
 * docs/protocol/worker-apis.md#grace-time). Safe for use by many threads.
 */
final class ContainerRoutes {
  static final String CONTAINER = "/containers/:handle";

  private final GardenBackend backend;
  private final GraceReaper reaper;
  private final Duration maxStream;

  /**
   * Makes them.
   *
   * @param maxStream how long a process stream is held at the most
   */
  ContainerRoutes(GardenBackend backend, GraceReaper reaper, Duration maxStream) {
    this.backend = backend;
    this.reaper = reaper;
    this.maxStream = maxStream;
  }

  void addTo(ServerRouter router) {
    router.add("GET", CONTAINER + "/info", paused(r -> ok(backend.info(r.param("handle")))));
    router.add("PUT", CONTAINER + "/stop", decoded(this::stop));
    addStreams(router);
    addProperties(router);
  }

  private void addStreams(ServerRouter router) {
    router.add("PUT", CONTAINER + "/files", paused(this::streamIn));
    router.add("GET", CONTAINER + "/files", paused(this::streamOut));
    for (String limit : List.of("bandwidth", "cpu", "disk", "memory")) {
      router.add("GET", CONTAINER + "/limits/" + limit, paused(this::limits));
    }
    router.add("POST", CONTAINER + "/net/in", decoded(this::netIn));
    router.add("POST", CONTAINER + "/net/out", decoded(this::netOut));
    router.add("POST", CONTAINER + "/net/out/bulk", decoded(this::netOut));
    String stream = CONTAINER + "/processes/:pid/attaches/:streamid/";
    router.add("GET", stream + "stdout", told(_ -> silentStream()));
    router.add("GET", stream + "stderr", told(_ -> silentStream()));
    router.add("POST", CONTAINER + "/processes", decoded(this::run));
    router.add("GET", CONTAINER + "/processes/:pid", paused(this::attach));
  }

  private void addProperties(ServerRouter router) {
    String property = CONTAINER + "/properties/:key";
    router.add("GET", CONTAINER + "/properties", paused(this::properties));
    router.add("GET", property, paused(this::property));
    router.add("PUT", property, decoded(this::setProperty));
    router.add("DELETE", property, paused(this::removeProperty));
    router.add("GET", CONTAINER + "/metrics", paused(r -> ok(backend.metrics(r.param("handle")))));
  }

  /** A call of one container: looked up first, and its grace time stands still meanwhile. */
  private ServerHandler paused(GardenReply.GardenAction action) {
    return told(request -> pausedCall(action, request));
  }

  private ServerResponse pausedCall(GardenReply.GardenAction action, ServerRequest request)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    String handle = request.param("handle");
    backend.lookup(handle);
    reaper.pause(handle);
    try {
      return action.run(request);
    } finally {
      reaper.resume(handle);
    }
  }

  /** The same with a body, which is decoded before the lookup. */
  private ServerHandler decoded(DecodedAction action) {
    return told(request -> {
      JsonNode body = GoJson.decode(body(request));
      return pausedCall(r -> action.run(r, body), request);
    });
  }

  @FunctionalInterface
  private interface DecodedAction {
    ServerResponse run(ServerRequest request, JsonNode body)
        throws GardenException, GoJsonException, IOException, InterruptedException;
  }

  private ServerResponse stop(ServerRequest request, JsonNode body)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    boolean kill = new GoObject("", body).flag("kill");
    backend.stop(request.param("handle"), kill);
    return done();
  }

  private ServerResponse properties(ServerRequest request) throws GardenException {
    return ok(GoJson.tree(backend.properties(request.param("handle"))));
  }

  private ServerResponse property(ServerRequest request) throws GardenException {
    String value = backend.property(request.param("handle"), request.param("key"));
    return ok(GoJson.object().put("value", value));
  }

  private ServerResponse setProperty(ServerRequest request, JsonNode body)
      throws GardenException, GoJsonException {
    String value = new GoObject("", body).text("value");
    backend.setProperty(request.param("handle"), request.param("key"), value);
    return done();
  }

  private ServerResponse removeProperty(ServerRequest request) throws GardenException {
    backend.removeProperty(request.param("handle"), request.param("key"));
    return done();
  }

  private ServerResponse limits(ServerRequest request) {
    return ok(GoJson.object()); // zero fields are omitted, and none was asked for
  }

  private ServerResponse netIn(ServerRequest request, JsonNode body) throws GardenException {
    backend.requireStreams(request.param("handle"));
    ObjectNode ports = GoJson.object();
    for (String port : List.of("host_port", "container_port")) {
      if (body.path(port).asInt(0) != 0) {
        ports.set(port, body.path(port));
      }
    }
    return ok(ports);
  }

  private ServerResponse netOut(ServerRequest request, JsonNode body) throws GardenException {
    backend.requireStreams(request.param("handle"));
    return done();
  }

  private ServerResponse streamIn(ServerRequest request) throws GardenException, IOException {
    backend.requireStreams(request.param("handle"));
    request.body().transferTo(OutputStream.nullOutputStream());
    return done();
  }

  private ServerResponse streamOut(ServerRequest request) throws GardenException {
    backend.requireStreams(request.param("handle"));
    int endOfTar = 1024; // two empty blocks
    return ServerResponse.of(200, "application/octet-stream", new byte[endOfTar]);
  }

  private ServerResponse run(ServerRequest request, JsonNode body)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    String handle = request.param("handle");
    return stream(201, handle, backend.run(handle, ProcessSpec.of(body)));
  }

  private ServerResponse attach(ServerRequest request) throws GardenException {
    String handle = request.param("handle");
    return stream(200, handle, backend.attach(handle, request.param("pid")));
  }

  private ServerResponse stream(int status, String handle, SimulatedProcess process) {
    ProcessStream stream = new ProcessStream(process, backend.passesSignals(), maxStream);
    ServerResponse.Takeover held =
        (in, out) -> {
          reaper.pause(handle);
          try {
            stream.run(in, out);
          } finally {
            reaper.resume(handle);
          }
        };
    return json(status).withBody(new ServerResponse.Hijacked(held));
  }

  /** No simulated process prints anything, and an unknown stream answers the same. */
  private static ServerResponse silentStream() {
    return ServerResponse.empty(200).withBody(new ServerResponse.Hijacked((_, _) -> {}));
  }
}
