package tsa.lab.simulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A backend below Garden's server library. What is here holds for guardian and houdini; each
 * personality adds its own answers (docs/protocol/worker-apis.md#three-backends,
 * docs/protocol/worker-apis.md#starting-a-container). Safe for use by many threads.
 */
abstract sealed class GardenBackend permits ContainerdBackend, GuardianBackend, HoudiniBackend {
  private static final int CREATED_KEPT = 10_000;
  private static final int MAX_CONTAINERS = 100_000;

  private final GardenDependencies dependencies;
  private final Map<String, SimulatedContainer> table = new ConcurrentSkipListMap<>();
  private final HandleLog created = new HandleLog(CREATED_KEPT);

  GardenBackend(GardenDependencies dependencies) {
    this.dependencies = dependencies;
  }

  static GardenBackend of(GardenKind kind, GardenDependencies dependencies) {
    return switch (kind) {
      case CONTAINERD -> new ContainerdBackend(dependencies);
      case GUARDIAN -> new GuardianBackend(dependencies);
      case HOUDINI -> new HoudiniBackend(dependencies);
    };
  }

  // Calls of the whole server.

  /** Looks at nothing and so cannot fail in the real ones, except on containerd. */
  void ping() throws GardenException, IOException, InterruptedException {
    if (isOn(Fault.PING_500)) {
      throw GardenException.untyped("ping failed on purpose");
    }
  }

  abstract JsonNode capacity() throws GardenException;

  abstract List<String> list(Map<String, String> filter)
      throws GardenException, IOException, InterruptedException;

  /** Creates and starts a container; returns its handle. */
  abstract String create(ContainerSpec spec)
      throws GardenException, IOException, InterruptedException;

  /** Ends the processes and removes the record. */
  void destroy(String handle) throws GardenException, IOException, InterruptedException {
    SimulatedContainer container = find(handle);
    container.signalAll(false);
    table.remove(handle, container);
  }

  abstract JsonNode bulkInfo(List<String> handles) throws GardenException;

  abstract JsonNode bulkMetrics(List<String> handles) throws GardenException;

  // Calls of one container. The server library asks lookup() before each of them.

  /** Fails as the backend's own lookup fails; returns nothing, since guardian's never looks. */
  abstract void lookup(String handle) throws GardenException, IOException, InterruptedException;

  abstract GardenException notFound(String handle);

  abstract SimulatedProcess run(String handle, ProcessSpec spec)
      throws GardenException, IOException, InterruptedException;

  abstract SimulatedProcess attach(String handle, String processId) throws GardenException;

  /** Whether a signal sent over a process stream arrives; on containerd it does not. */
  boolean passesSignals() {
    return true;
  }

  void stop(String handle, boolean kill) throws GardenException, IOException, InterruptedException {
    find(handle).signalAll(kill);
  }

  JsonNode info(String handle) throws GardenException {
    return GardenInfo.of(find(handle), false);
  }

  JsonNode metrics(String handle) throws GardenException {
    return GardenInfo.metrics(find(handle), dependencies.nanos().getAsLong());
  }

  /** Returns null for a JSON null. */
  @Nullable Map<String, String> properties(String handle) throws GardenException {
    return find(handle).properties();
  }

  String property(String handle, String key) throws GardenException {
    Map<String, String> all = properties(handle);
    String value = all == null ? null : all.get(key);
    if (value == null) {
      throw GardenException.untyped("property does not exist: " + key);
    }
    return value;
  }

  void setProperty(String handle, String key, String value) throws GardenException {
    find(handle).properties().put(key, value);
  }

  void removeProperty(String handle, String key) throws GardenException {
    if (find(handle).properties().remove(key) == null) {
      throw GardenException.untyped("property does not exist: " + key);
    }
  }

  /** Returns nanoseconds; 0 for none, or for a container that is not there. */
  long graceNanos(String handle) {
    SimulatedContainer container = get(handle);
    return container == null ? 0 : container.graceNanos();
  }

  void setGraceNanos(String handle, long nanos) throws GardenException {
    setProperty(handle, SimulatedContainer.GRACE_TIME, Long.toString(nanos));
  }

  /** Whether file streams and network calls exist at all. */
  void requireStreams(String handle) throws GardenException {
    find(handle);
  }

  // The table.

  final GardenDependencies dependencies() {
    return dependencies;
  }

  final @Nullable SimulatedContainer get(String handle) {
    return table.get(handle);
  }

  final SimulatedContainer find(String handle) throws GardenException {
    SimulatedContainer container = table.get(handle);
    if (container == null) {
      throw notFound(handle);
    }
    return container;
  }

  /** Returns a record that is not in the table yet. */
  final SimulatedContainer record(ContainerSpec spec) {
    return new SimulatedContainer(
        spec.handle(), spec.properties(), dependencies.nanos().getAsLong());
  }

  /** Adds a container that was there before: running, and in no count of what was created. */
  final void preload(String handle) {
    SimulatedContainer container =
        new SimulatedContainer(handle, Map.of(), dependencies.nanos().getAsLong());
    container.started(null);
    table.put(handle, container);
  }

  /**
   * Adds a record; returns whether the handle was free.
   *
   * @throws GardenException when there are more than any real worker could have
   */
  final boolean add(SimulatedContainer container) throws GardenException {
    if (table.size() >= MAX_CONTAINERS) {
      throw GardenException.untyped("max containers reached"); // ours, as a bound
    }
    boolean added = table.putIfAbsent(container.handle(), container) == null;
    if (added) {
      created.add(container.handle());
    }
    return added;
  }

  final void remove(SimulatedContainer container) {
    table.remove(container.handle(), container);
  }

  final List<String> handles() {
    return new ArrayList<>(table.keySet());
  }

  final List<SimulatedContainer> containers() {
    return new ArrayList<>(table.values());
  }

  final HandleLog created() {
    return created;
  }

  final boolean full() {
    long limit =
        dependencies
            .faults()
            .argument(WorkerServer.GARDEN, Fault.CONTAINER_LIMIT)
            .orElse(dependencies.maxContainers());
    return table.size() >= limit;
  }

  final boolean isOn(Fault fault) {
    return dependencies.faults().isOn(WorkerServer.GARDEN, fault);
  }

  /**
   * Lets a process start, or holds it: by a fault, or by a disk its program cannot be read from.
   */
  final void awaitProcessStart() throws IOException, InterruptedException {
    dependencies.disk().read();
    dependencies.faults().hold(WorkerServer.GARDEN, Fault.CREATE_NEVER_RUNS);
  }

  static String processId(ProcessSpec spec) {
    return spec.id().isEmpty() ? UUID.randomUUID().toString() : spec.id();
  }

  /**
   * Returns the tail of "not found" messages that all runtimes share
   * (docs/protocol/worker-apis.md#running-a-process).
   */
  static String noExecutable(String path) {
    String reason =
        path.contains("/")
            ? "stat " + path + ": no such file or directory"
            : "executable file not found in $PATH";
    return "exec failed: unable to start container process: exec: \"" + path + "\": " + reason;
  }
}
