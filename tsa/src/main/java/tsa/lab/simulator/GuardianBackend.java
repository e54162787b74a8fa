package tsa.lab.simulator;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * gdn: typed errors, a ping that tests nothing, and property calls that never look whether the
 * container is there (docs/protocol/worker-apis.md#three-backends,
 * docs/protocol/worker-apis.md#starting-a-container). How it behaves on a sick disk was not
 * recorded (docs/protocol/worker-apis.md#not-verified): that it fails like runc on containerd is an
 * assumption.
 */
final class GuardianBackend extends GardenBackend {
  private static final String STATE = "garden.state";
  private static final String RUNC = "runc run: exit status 1: runc run failed: ";
  private static final int MAX_PHANTOMS = 10_000;

  /** Properties of handles that never were: the real one keeps them as well. */
  private final Map<String, Map<String, String>> phantoms = new ConcurrentHashMap<>();

  GuardianBackend(GardenDependencies dependencies) {
    super(dependencies);
  }

  @Override
  JsonNode capacity() {
    return GoJson.object()
        .put("memory_in_bytes", 8_000_000_000L)
        .put("disk_in_bytes", 100_000_000_000L)
        .put("schedulable_disk_in_bytes", 100_000_000_000L)
        .put("max_containers", dependencies().maxContainers());
  }

  @Override
  List<String> list(Map<String, String> filter) {
    boolean all = "all".equals(filter.get(STATE));
    return containers().stream()
        .filter(container -> all || container.created())
        .filter(container -> matches(container.properties(), filter, all))
        .map(SimulatedContainer::handle)
        .toList();
  }

  private static boolean matches(
      Map<String, String> properties, Map<String, String> filter, boolean anyState) {
    return filter.entrySet().stream()
        .filter(entry -> !(anyState && entry.getKey().equals(STATE)))
        .allMatch(entry -> entry.getValue().equals(properties.get(entry.getKey())));
  }

  @Override
  String create(ContainerSpec asked) throws GardenException, IOException, InterruptedException {
    ContainerSpec spec = asked.named();
    String inUse = "Handle '" + spec.handle() + "' already in use";
    if (get(spec.handle()) != null) {
      throw GardenException.untyped(inUse);
    }
    if (full()) {
      throw GardenException.untyped("max containers reached");
    }
    checkImage(spec);
    SimulatedContainer container = record(spec);
    if (!add(container)) {
      throw GardenException.untyped(inUse);
    }
    boolean started = false;
    try {
      start(container, spec);
      started = true;
    } finally {
      if (!started) {
        remove(container); // unlike containerd it cleans up after itself
      }
    }
    return spec.handle();
  }

  private static void checkImage(ContainerSpec spec) throws GardenException {
    if (!spec.imageUri().isEmpty() && !spec.rootfs().isEmpty()) {
      throw GardenException.untyped("Cannot provide both Image.URI and RootFSPath");
    }
    if (!(spec.rootfs() + spec.imageUri()).startsWith("raw:/")) {
      throw GardenException.untyped("no image plugin configured");
    }
  }

  private void start(SimulatedContainer container, ContainerSpec spec)
      throws GardenException, IOException, InterruptedException {
    if (isOn(Fault.NETWORK_POOL_EXHAUSTED)) {
      throw GardenException.untyped("insufficient subnets remaining in the pool");
    }
    awaitRuntime("runc run");
    String uri = spec.rootfs() + spec.imageUri();
    String path = decode(uri.substring(uri.startsWith("raw://") ? 6 : 4));
    SimulatedVolume volume =
        new RuncStart(dependencies(), RUNC).start(path, spec.privileged(), spec.bindSources());
    if (spec.graceNanos() != 0) {
      container.properties().put(SimulatedContainer.GRACE_TIME, "" + spec.graceNanos());
    }
    container.properties().put("garden.network.container-ip", "10.80.0.2");
    container.properties().put("garden.network.host-ip", "10.80.0.1");
    container.properties().put("kawasaki.subnet", "10.80.0.0/30");
    container.properties().put(STATE, "created");
    container.started(volume);
  }

  /** Guardian parses the rootfs as a URL; a plus sign stays a plus sign there. */
  private static String decode(String path) {
    try {
      return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      return path;
    }
  }

  /** There is no daemon behind guardian: "down" is a runc that cannot be run. */
  private void awaitRuntime(String doing)
      throws GardenException, IOException, InterruptedException {
    if (isOn(Fault.RUNTIME_DOWN)) {
      throw GardenException.untyped(doing + ": exit status 1: "); // text not recorded
    }
    dependencies().faults().hold(WorkerServer.GARDEN, Fault.RUNTIME_HUNG);
  }

  @Override
  void destroy(String handle) throws GardenException, IOException, InterruptedException {
    find(handle);
    awaitRuntime("runc delete");
    super.destroy(handle);
    phantoms.remove(handle);
  }

  @Override
  void lookup(String handle) {}

  @Override
  GardenException notFound(String handle) {
    return GardenException.containerNotFound(handle);
  }

  @Override
  SimulatedProcess run(String handle, ProcessSpec spec)
      throws GardenException, IOException, InterruptedException {
    SimulatedContainer container = find(handle);
    awaitRuntime("runc exec");
    awaitProcessStart();
    Rootfs rootfs = new Rootfs(container.rootfs(), "/tmp/garden-init");
    SimulatedProcess process = rootfs.process(processId(spec), spec.path());
    if (process == null) {
      throw GardenException.executableNotFound(
          "runc exec: exit status 255: " + noExecutable(spec.path()));
    }
    container.add(process);
    return process;
  }

  @Override
  SimulatedProcess attach(String handle, String processId) throws GardenException {
    SimulatedProcess process = find(handle).processes().get(processId);
    if (process == null) {
      throw GardenException.processNotFound(processId);
    }
    return process;
  }

  @Override
  @Nullable Map<String, String> properties(String handle) {
    SimulatedContainer container = get(handle);
    return container == null ? phantoms.get(handle) : container.properties();
  }

  @Override
  void setProperty(String handle, String key, String value) throws GardenException {
    Map<String, String> all = properties(handle);
    if (all == null) {
      if (phantoms.size() >= MAX_PHANTOMS) {
        throw GardenException.untyped("too many handles"); // ours, as a bound
      }
      all = phantoms.computeIfAbsent(handle, _ -> new ConcurrentSkipListMap<>());
    }
    all.put(key, value);
  }

  @Override
  void removeProperty(String handle, String key) {
    Map<String, String> all = properties(handle);
    if (all != null) {
      all.remove(key);
    }
  }

  @Override
  JsonNode info(String handle) throws GardenException {
    return GardenInfo.of(find(handle), true);
  }

  @Override
  JsonNode bulkInfo(List<String> handles) {
    return bulk(handles, "Info", container -> GardenInfo.of(container, true));
  }

  @Override
  JsonNode bulkMetrics(List<String> handles) {
    long now = dependencies().nanos().getAsLong();
    return bulk(handles, "Metrics", container -> GardenInfo.metrics(container, now));
  }

  private interface Part {
    JsonNode of(SimulatedContainer container);
  }

  /** An unknown handle is not an error of the call, but of its entry, and loses its type. */
  private JsonNode bulk(List<String> handles, String key, Part part) {
    ObjectNode all = GoJson.object();
    for (String handle : handles) {
      ObjectNode entry = GoJson.object();
      SimulatedContainer container = get(handle);
      if (container == null) {
        entry.set(key, GoJson.object());
        entry.set("Err", GardenException.untyped(notFound(handle).text()).toJson());
      } else {
        entry.set(key, part.of(container));
        entry.set("Err", GoJson.tree(null));
      }
      all.set(handle, entry);
    }
    return all;
  }
}
