package tsa.lab.simulator;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tsa.lab.simulator.http.ServerHandler;
import tsa.lab.simulator.http.ServerRequest;
import tsa.lab.simulator.http.ServerResponse;
import tsa.lab.simulator.http.ServerRouter;

/**
 * Baggageclaim's routes (docs/protocol/worker-apis.md#routes-of-baggageclaim). Errors name the
 * operation, never the cause. Safe for use by many threads.
 */
final class VolumeRoutes {
  private static final Logger log = LoggerFactory.getLogger(VolumeRoutes.class);
  private static final String VOLUME = "/volumes/:handle";
  private static final String ASYNC = "/volumes-async";
  private static final String CREATE_FAILED = "failed to create volume";
  private static final String DESTROY_FAILED = "failed to destroy volume";
  private static final String SET_PROPERTY_FAILED = "failed to set property on volume";
  private static final String SET_PRIVILEGED_FAILED =
      "failed to change privileged status of volume";

  private final VolumeStore store;
  private final VolumeStreams streams;
  private final VolumePromises promises = new VolumePromises();

  VolumeRoutes(VolumeStore store, SimulatedDisk disk) {
    this.store = store;
    this.streams = new VolumeStreams(store, disk);
  }

  ServerHandler handler() {
    ServerRouter router = new ServerRouter();
    router.add("GET", "/volumes", this::list);
    router.add("POST", "/volumes", this::create);
    router.add("POST", "/volumes/cleanup-orphans", this::cleanupOrphans);
    router.add("POST", ASYNC, this::createAsync);
    router.add("GET", ASYNC + "/:handle", this::checkAsync);
    router.add("DELETE", ASYNC + "/:handle", this::cancelAsync);
    router.add("GET", VOLUME, this::get);
    router.add("PUT", VOLUME + "/properties/:property", this::setProperty);
    router.add("GET", VOLUME + "/privileged", this::getPrivileged);
    router.add("PUT", VOLUME + "/privileged", this::setPrivileged);
    streams.addTo(router);
    // Before the single form, so a volume named "destroy" cannot be deleted singly:
    // docs/protocol/worker-apis.md#routes-of-baggageclaim
    router.add("DELETE", "/volumes/destroy", this::destroyMany);
    router.add("DELETE", VOLUME, this::destroy);
    return router;
  }

  private ServerResponse list(ServerRequest request) throws IOException, InterruptedException {
    Map<String, String> filter = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> entry : request.queryValues().entrySet()) {
      List<String> values = entry.getValue();
      if (values.size() > 1) {
        return BaggageclaimReply.jsonError(
            422,
            "a property may only have a single value: %s has many (%s)"
                .formatted(entry.getKey(), String.join(", ", values)));
      }
      filter.put(entry.getKey(), values.getFirst());
    }
    ArrayNode volumes = GoJson.array();
    store.list(filter).forEach(volume -> volumes.add(volume.toJson()));
    return BaggageclaimReply.json(200, volumes);
  }

  private ServerResponse get(ServerRequest request) throws IOException, InterruptedException {
    try {
      return BaggageclaimReply.json(200, store.get(request.param("handle")).toJson());
    } catch (VolumeException e) {
      return BaggageclaimReply.jsonError(e.status(), "failed to get volume");
    }
  }

  private ServerResponse create(ServerRequest request) throws IOException, InterruptedException {
    try {
      VolumeSpec spec = VolumeSpec.decode(request.bytes());
      return created(201, store.create(spec), spec);
    } catch (GoJsonException e) {
      return BaggageclaimReply.error(400, CREATE_FAILED);
    } catch (VolumeSpec.NoStrategyException e) {
      return BaggageclaimReply.error(422, CREATE_FAILED);
    } catch (VolumeException e) {
      return BaggageclaimReply.error(e.status(), CREATE_FAILED);
    }
  }

  private static ServerResponse created(int status, SimulatedVolume volume, VolumeSpec spec) {
    ObjectNode json = volume.toJson();
    VolumeSpec.FileOwner owner = spec.owner();
    if (owner != null) { // echoed by create only
      json.put("uid", owner.uid()).put("gid", owner.gid());
    }
    return BaggageclaimReply.json(status, json);
  }

  private ServerResponse createAsync(ServerRequest request) throws IOException {
    VolumeSpec spec;
    try {
      spec = VolumeSpec.decode(request.bytes());
    } catch (GoJsonException e) {
      return BaggageclaimReply.error(400, CREATE_FAILED);
    } catch (VolumeSpec.NoStrategyException e) {
      return BaggageclaimReply.error(422, CREATE_FAILED);
    }
    VolumePromises.Promise promise = promises.add(spec.handle());
    if (promise == null) {
      return BaggageclaimReply.error(500, "promise already exists in list");
    }
    Thread.ofVirtual().name("simulator-create").start(() -> keep(promise, spec));
    return BaggageclaimReply.json(201, GoJson.object().put("handle", spec.handle()));
  }

  private void keep(VolumePromises.Promise promise, VolumeSpec spec) {
    try {
      SimulatedVolume volume = store.create(spec);
      if (!promise.settle(new VolumePromises.Fulfilled(volume, spec))) {
        store.destroy(spec.handle()); // cancelled meanwhile: the late volume goes at once
      }
    } catch (VolumeException e) {
      promise.settle(new VolumePromises.Failed(e));
    } catch (IOException e) {
      log.debug("creation of {} ended: {}", spec.handle(), e.toString());
      promise.settle(
          new VolumePromises.Failed(
              new VolumeException(VolumeException.Kind.FAILED, "worker closed")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ServerResponse checkAsync(ServerRequest request) {
    VolumePromises.Promise promise = promises.get(request.param("handle"));
    if (promise == null) {
      return ServerResponse.empty(404);
    }
    return switch (promise.outcome()) {
      case VolumePromises.Pending() -> ServerResponse.empty(204);
      case VolumePromises.Fulfilled(SimulatedVolume volume, VolumeSpec spec) ->
          created(200, volume, spec);
      case VolumePromises.Failed(VolumeException cause) ->
          BaggageclaimReply.error(cause.status(), CREATE_FAILED);
      case VolumePromises.Cancelled() -> ServerResponse.empty(404); // seen while being removed
    };
  }

  private ServerResponse cancelAsync(ServerRequest request) {
    return ServerResponse.empty(promises.remove(request.param("handle")) ? 204 : 404);
  }

  private ServerResponse cleanupOrphans(ServerRequest request)
      throws IOException, InterruptedException {
    store.cleanupOrphans();
    return ServerResponse.empty(204);
  }

  private ServerResponse setProperty(ServerRequest request)
      throws IOException, InterruptedException {
    try {
      String value = GoObject.decode("PropertyRequest", request.bytes()).text("value");
      store.setProperty(request.param("handle"), request.param("property"), value);
      return ServerResponse.empty(204);
    } catch (GoJsonException e) {
      return BaggageclaimReply.error(400, SET_PROPERTY_FAILED);
    } catch (VolumeException e) {
      return BaggageclaimReply.error(e.status(), SET_PROPERTY_FAILED);
    }
  }

  private ServerResponse getPrivileged(ServerRequest request)
      throws IOException, InterruptedException {
    try {
      JsonNode bare = GoJson.tree(store.privileged(request.param("handle")));
      return BaggageclaimReply.json(200, bare);
    } catch (VolumeException e) {
      return BaggageclaimReply.jsonError(e.status(), "failed to get privileged status of volume");
    }
  }

  private ServerResponse setPrivileged(ServerRequest request)
      throws IOException, InterruptedException {
    try {
      boolean value = GoObject.decode("PrivilegedRequest", request.bytes()).flag("value");
      store.setPrivileged(request.param("handle"), value);
      return ServerResponse.empty(204);
    } catch (GoJsonException e) {
      return BaggageclaimReply.error(400, SET_PRIVILEGED_FAILED);
    } catch (VolumeException e) {
      return BaggageclaimReply.error(e.status(), SET_PRIVILEGED_FAILED);
    }
  }

  private ServerResponse destroy(ServerRequest request) throws IOException, InterruptedException {
    try {
      store.destroy(request.param("handle"));
      return ServerResponse.empty(204);
    } catch (VolumeException e) {
      return BaggageclaimReply.error(e.status(), DESTROY_FAILED);
    }
  }

  /** Unknown handles are fine, one failure fails the call, and the others are destroyed anyway. */
  private ServerResponse destroyMany(ServerRequest request)
      throws IOException, InterruptedException {
    boolean failed = false;
    List<String> handles;
    try {
      handles = GoJson.texts(GoJson.decode(request.bytes()));
    } catch (GoJsonException e) {
      return BaggageclaimReply.jsonError(400, DESTROY_FAILED);
    }
    for (String handle : handles) {
      try {
        store.destroy(handle);
      } catch (VolumeException e) {
        failed |= e.kind() != VolumeException.Kind.NOT_FOUND;
      }
    }
    return failed ? BaggageclaimReply.jsonError(500, DESTROY_FAILED) : ServerResponse.empty(204);
  }
}
