package tsa.simulator;

import static tsa.simulator.GardenReply.body;
import static tsa.simulator.GardenReply.done;
import static tsa.simulator.GardenReply.json;
import static tsa.simulator.GardenReply.ok;
import static tsa.simulator.GardenReply.told;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.simulator.http.Handler;
import tsa.simulator.http.Request;
import tsa.simulator.http.Response;
import tsa.simulator.http.Router;

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

  void addTo(Router router) {
    router.add("GET", CONTAINER + "/info", paused(r -> ok(backend.info(r.param("handle")))));
    router.add("PUT", CONTAINER + "/stop", decoded(this::stop));
    addStreams(router);
    addProperties(router);
  }

  private void addStreams(Router router) {
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

  private void addProperties(Router router) {
    String property = CONTAINER + "/properties/:key";
    router.add("GET", CONTAINER + "/properties", paused(this::properties));
    router.add("GET", property, paused(this::property));
    router.add("PUT", property, decoded(this::setProperty));
    router.add("DELETE", property, paused(this::removeProperty));
    router.add("GET", CONTAINER + "/metrics", paused(r -> ok(backend.metrics(r.param("handle")))));
  }

  /** A call of one container: looked up first, and its grace time stands still meanwhile. */
  private Handler paused(GardenReply.Action action) {
    return told(request -> pausedCall(action, request));
  }

  private Response pausedCall(GardenReply.Action action, Request request)
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
  private Handler decoded(DecodedAction action) {
    return told(request -> {
      JsonNode body = GoJson.decode(body(request));
      return pausedCall(r -> action.run(r, body), request);
    });
  }

  @FunctionalInterface
  private interface DecodedAction {
    Response run(Request request, JsonNode body)
        throws GardenException, GoJsonException, IOException, InterruptedException;
  }

  private Response stop(Request request, JsonNode body)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    boolean kill = new GoObject("", body).flag("kill");
    backend.stop(request.param("handle"), kill);
    return done();
  }

  private Response properties(Request request) throws GardenException {
    return ok(GoJson.tree(backend.properties(request.param("handle"))));
  }

  private Response property(Request request) throws GardenException {
    String value = backend.property(request.param("handle"), request.param("key"));
    return ok(GoJson.object().put("value", value));
  }

  private Response setProperty(Request request, JsonNode body)
      throws GardenException, GoJsonException {
    String value = new GoObject("", body).text("value");
    backend.setProperty(request.param("handle"), request.param("key"), value);
    return done();
  }

  private Response removeProperty(Request request) throws GardenException {
    backend.removeProperty(request.param("handle"), request.param("key"));
    return done();
  }

  private Response limits(Request request) {
    return ok(GoJson.object()); // zero fields are omitted, and none was asked for
  }

  private Response netIn(Request request, JsonNode body) throws GardenException {
    backend.requireStreams(request.param("handle"));
    ObjectNode ports = GoJson.object();
    for (String port : List.of("host_port", "container_port")) {
      if (body.path(port).asInt(0) != 0) {
        ports.set(port, body.path(port));
      }
    }
    return ok(ports);
  }

  private Response netOut(Request request, JsonNode body) throws GardenException {
    backend.requireStreams(request.param("handle"));
    return done();
  }

  private Response streamIn(Request request) throws GardenException, IOException {
    backend.requireStreams(request.param("handle"));
    request.body().transferTo(OutputStream.nullOutputStream());
    return done();
  }

  private Response streamOut(Request request) throws GardenException {
    backend.requireStreams(request.param("handle"));
    int endOfTar = 1024; // two empty blocks
    return Response.of(200, "application/octet-stream", new byte[endOfTar]);
  }

  private Response run(Request request, JsonNode body)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    String handle = request.param("handle");
    return stream(201, handle, backend.run(handle, ProcessSpec.of(body)));
  }

  private Response attach(Request request) throws GardenException {
    String handle = request.param("handle");
    return stream(200, handle, backend.attach(handle, request.param("pid")));
  }

  private Response stream(int status, String handle, SimulatedProcess process) {
    ProcessStream stream = new ProcessStream(process, backend.passesSignals(), maxStream);
    Response.Takeover held =
        (in, out) -> {
          reaper.pause(handle);
          try {
            stream.run(in, out);
          } finally {
            reaper.resume(handle);
          }
        };
    return json(status).withBody(new Response.Hijacked(held));
  }

  /** No simulated process prints anything, and an unknown stream answers the same. */
  private static Response silentStream() {
    return Response.empty(200).withBody(new Response.Hijacked((_, _) -> {}));
  }
}
