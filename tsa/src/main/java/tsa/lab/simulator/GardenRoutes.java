package tsa.lab.simulator;

import static tsa.lab.simulator.ContainerRoutes.CONTAINER;
import static tsa.lab.simulator.GardenReply.body;
import static tsa.lab.simulator.GardenReply.done;
import static tsa.lab.simulator.GardenReply.ok;
import static tsa.lab.simulator.GardenReply.told;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.lab.simulator.http.AbruptCloseException;
import tsa.lab.simulator.http.ServerHandler;
import tsa.lab.simulator.http.ServerRequest;
import tsa.lab.simulator.http.ServerResponse;
import tsa.lab.simulator.http.ServerRouter;

/**
 * Garden's server library: the routes over any backend, grace times, and one destroy at a time per
 * handle (docs/protocol/worker-apis.md#routes-of-garden, docs/protocol/worker-apis.md#grace-time).
 * Safe for use by many threads.
 */
final class GardenRoutes implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GardenRoutes.class);

  private final GardenBackend backend;
  private final GraceReaper reaper;
  private final ContainerRoutes containers;
  private final Set<String> destroying = ConcurrentHashMap.newKeySet();

  GardenRoutes(GardenBackend backend, Timers timers, Duration maxStream) {
    this.backend = backend;
    this.reaper = new GraceReaper(timers, this::reap);
    this.containers = new ContainerRoutes(backend, reaper, maxStream);
  }

  ServerHandler handler() {
    ServerRouter router = new ServerRouter();
    router.add("GET", "/ping", told(this::ping));
    router.add("GET", "/capacity", told(_ -> ok(backend.capacity())));
    router.add("GET", "/containers", told(this::list));
    router.add("POST", "/containers", told(this::create));
    router.add("GET", "/containers/bulk_info", told(r -> ok(backend.bulkInfo(handles(r)))));
    router.add("GET", "/containers/bulk_metrics", told(r -> ok(backend.bulkMetrics(handles(r)))));
    router.add("DELETE", CONTAINER, told(this::destroy));
    router.add("PUT", CONTAINER + "/grace_time", told(this::setGraceTime));
    containers.addTo(router);
    return router;
  }

  // The whole server.

  private ServerResponse ping(ServerRequest request)
      throws GardenException, IOException, InterruptedException {
    backend.ping();
    return done();
  }

  private ServerResponse list(ServerRequest request)
      throws GardenException, IOException, InterruptedException {
    Map<String, String> filter = new LinkedHashMap<>();
    request.queryValues().forEach((name, values) -> filter.put(name, values.getFirst()));
    ObjectNode answer = GoJson.object();
    answer.set("Handles", GoJson.tree(backend.list(filter)));
    return ok(answer);
  }

  private ServerResponse create(ServerRequest request)
      throws GardenException, GoJsonException, IOException, InterruptedException {
    String handle = backend.create(ContainerSpec.decode(request.bytes()));
    reaper.strap(handle, backend.graceNanos(handle));
    return ok(GoJson.object().put("Handle", handle));
  }

  private ServerResponse destroy(ServerRequest request)
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

  private static List<String> handles(ServerRequest request) throws AbruptCloseException {
    List<String> values = request.queryValues().get("handles");
    if (values == null) {
      // docs/protocol/worker-apis.md#routes-of-garden
      throw new AbruptCloseException("panic: index out of range");
    }
    return values.getFirst().isEmpty() ? List.of() : List.of(values.getFirst().split(","));
  }

  private ServerResponse setGraceTime(ServerRequest request)
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
      // Still 200: docs/protocol/worker-apis.md#grace-time
      log.debug("grace time of {} not stored: {}", handle, ignored.text());
    }
    reaper.reset(handle, nanos.longValue());
    return done();
  }

  @Override
  public void close() {
    reaper.close();
    backend.containers().forEach(SimulatedContainer::abandonProcesses);
  }
}
