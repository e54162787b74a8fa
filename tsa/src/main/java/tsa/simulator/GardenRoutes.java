package tsa.simulator;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.simulator.http.AbruptCloseException;
import tsa.simulator.http.Handler;
import tsa.simulator.http.Request;
import tsa.simulator.http.Response;
import tsa.simulator.http.Router;

/**
 * Garden's server library: the routes over any backend, grace times, and one destroy at a time per
 * handle (worker-apis §4.2, §4.6). Safe for use by many threads.
 */
final class GardenRoutes implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GardenRoutes.class);
  private static final String CONTAINER = "/containers/:handle";

  private final GardenBackend backend;
  private final GraceReaper reaper;
  private final Duration maxStream;
  private final Set<String> destroying = ConcurrentHashMap.newKeySet();

  GardenRoutes(GardenBackend backend, Timers timers, Duration maxStream) {
    this.backend = backend;
    this.maxStream = maxStream;
    this.reaper = new GraceReaper(timers, this::reap);
  }

  /** What a route does; its failures become Garden's error object. */
  @FunctionalInterface
  private interface Action {
    Response run(Request request)
        throws GardenException, GoJsonException, IOException, InterruptedException;
  }

  Handler handler() {
    Router router = new Router();
    router.add("GET", "/ping", told(this::ping));
    router.add("GET", "/capacity", told(_ -> ok(backend.capacity())));
    router.add("GET", "/containers", told(this::list));
    router.add("POST", "/containers", told(this::create));
    router.add("GET", CONTAINER + "/info", paused(r -> ok(backend.info(r.param("handle")))));
    router.add("GET", "/containers/bulk_info", told(r -> ok(backend.bulkInfo(handles(r)))));
    router.add("GET", "/containers/bulk_metrics", told(r -> ok(backend.bulkMetrics(handles(r)))));
    router.add("DELETE", CONTAINER, told(this::destroy));
    router.add("PUT", CONTAINER + "/stop", decoded(this::stop));
    addStreams(router);
    addProperties(router);
    return router;
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
    router.add("PUT", CONTAINER + "/grace_time", told(this::setGraceTime));
    String property = CONTAINER + "/properties/:key";
    router.add("GET", CONTAINER + "/properties", paused(this::properties));
    router.add("GET", property, paused(this::property));
    router.add("PUT", property, decoded(this::setProperty));
    router.add("DELETE", property, paused(this::removeProperty));
    router.add("GET", CONTAINER + "/metrics", paused(r -> ok(backend.metrics(r.param("handle")))));
  }

  // Wrappers.

  private static Handler told(Action action) {
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

  /** A call of one container: looked up first, and its grace time stands still meanwhile. */
  private Handler paused(Action action) {
    return told(request -> pausedCall(action, request));
  }

  private Response pausedCall(Action action, Request request)
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

  /** The router's form parsing eats a form-encoded body on routes with a handle (§1.9). */
  private static byte[] body(Request request) throws IOException {
    String type = request.header("content-type").toLowerCase(Locale.ROOT);
    boolean eaten = type.startsWith("application/x-www-form-urlencoded");
    return eaten ? new byte[0] : request.bytes();
  }

  // The whole server.

  private Response ping(Request request) throws GardenException, IOException, InterruptedException {
    backend.ping();
    return done();
  }

  private Response list(Request request) throws GardenException, IOException, InterruptedException {
    Map<String, String> filter = new LinkedHashMap<>();
    request.queryValues().forEach((name, values) -> filter.put(name, values.getFirst()));
    ObjectNode answer = GoJson.object();
    answer.set("Handles", GoJson.tree(backend.list(filter)));
    return ok(answer);
  }

  private Response create(Request request)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    String handle = backend.create(ContainerSpec.decode(request.bytes()));
    reaper.strap(handle, backend.graceNanos(handle));
    return ok(GoJson.object().put("Handle", handle));
  }

  private Response destroy(Request request)
      throws GardenException, IOException, InterruptedException {
    destroy(request.param("handle"));
    return done();
  }

  /** Destroys as a DELETE does. */
  void destroy(String handle) throws GardenException, IOException, InterruptedException {
    if (!destroying.add(handle)) {
      throw GardenException.untyped("container already being destroyed");
    }
    try {
      backend.destroy(handle);
    } finally {
      destroying.remove(handle);
    }
    reaper.defuse(handle);
  }

  /** Called once per expiry; a failure is forgotten, a destroy under way is left alone. */
  private void reap(String handle) {
    try {
      destroy(handle);
    } catch (GardenException | IOException e) {
      log.debug("reaping {}: {}", handle, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> handles(Request request) throws AbruptCloseException {
    List<String> values = request.queryValues().get("handles");
    if (values == null) {
      throw new AbruptCloseException("panic: index out of range"); // worker-apis §4.2
    }
    return values.getFirst().isEmpty() ? List.of() : List.of(values.getFirst().split(","));
  }

  // One container.

  private Response stop(Request request, JsonNode body)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    boolean kill = new GoObject("", body).flag("kill");
    backend.stop(request.param("handle"), kill);
    return done();
  }

  private Response setGraceTime(Request request)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    JsonNode nanos = GoJson.decode(body(request));
    if (!nanos.isIntegralNumber()) {
      throw new GoJsonException(
          "json: cannot unmarshal string into Go value of type time.Duration");
    }
    String handle = request.param("handle");
    backend.lookup(handle);
    try {
      backend.setGraceNanos(handle, nanos.longValue());
    } catch (GardenException ignored) {
      log.debug("grace time of {} not stored: {}", handle, ignored.text()); // still 200, §4.6
    }
    reaper.reset(handle, nanos.longValue());
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

  private static Response done() {
    return ok(GoJson.object());
  }

  private static Response ok(@Nullable JsonNode value) {
    JsonNode node = value == null ? GoJson.tree(null) : value;
    return Response.of(200, "application/json", GoJson.encode(node));
  }

  private static Response json(int status) {
    return new Response(
        status,
        Map.of("Content-Type", "application/json"),
        new Response.Streamed(OptionalLong.of(0), _ -> {}));
  }

  @Override
  public void close() {
    reaper.close();
    backend.containers().forEach(SimulatedContainer::abandonProcesses);
  }
}
