package tsa.lab.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/**
 * Concourse's containerd backend: no typed errors, half of the calls not implemented, a failed
 * start leaves its record (docs/protocol/worker-apis.md#three-backends,
 * docs/protocol/worker-apis.md#starting-a-container).
 */
final class ContainerdBackend extends GardenBackend {
  private static final String EXIT_STATUS = "garden.process-exit-status";
  private static final String SOCKET_REFUSED =
      "connection error: desc = \"transport: Error while dialing: dial unix"
          + " /run/containerd/containerd.sock: connect: connection refused\"";
  private static final String DEADLINE = "context deadline exceeded";
  private static final String NEW_TASK =
      "starting task: new task: failed to create shim task: OCI runtime create failed: runc create"
          + " failed: ";
  private final ReentrantLock createLock = new ReentrantLock();

  ContainerdBackend(GardenDependencies dependencies) {
    super(dependencies);
  }

  @Override
  void ping() throws GardenException, IOException, InterruptedException {
    if (isOn(Fault.PING_500)) {
      throw GardenException.untyped(
          "getting containerd version: rpc error: code = Unavailable desc = " + SOCKET_REFUSED);
    }
    askRuntime(
        "getting containerd version: rpc error: code = Unavailable desc = ",
        "getting containerd version: rpc error: code = DeadlineExceeded desc = ");
  }

  @Override
  JsonNode capacity() throws GardenException {
    throw GardenException.notImplemented();
  }

  @Override
  List<String> list(Map<String, String> filter)
      throws GardenException, IOException, InterruptedException {
    ContainerdFilter wanted = ContainerdFilter.of(filter);
    askRuntime("list containers: ");
    return containers().stream()
        .filter(container -> wanted.accepts(container.properties()))
        .map(SimulatedContainer::handle)
        .toList();
  }

  @Override
  String create(ContainerSpec spec) throws GardenException, IOException, InterruptedException {
    SimulatedContainer container = newContainer(spec);
    start(container, spec);
    return container.handle();
  }

  /**
   * The part under the lock: a hung one makes all others wait
   * (docs/protocol/worker-apis.md#starting-a-container).
   */
  private SimulatedContainer newContainer(ContainerSpec spec)
      throws GardenException, IOException, InterruptedException {
    long patience = dependencies().requestTimeout().toNanos();
    if (!createLock.tryLock(patience, TimeUnit.NANOSECONDS)) {
      throw GardenException.untyped("new container: acquiring create container lock: " + DEADLINE);
    }
    try {
      String checking = "new container: checking container capacity: ";
      askRuntime(checking + "getting list of containers: ");
      if (full()) {
        throw GardenException.untyped(checking + "max containers reached");
      }
      ContainerdSpec.check(spec);
      SimulatedContainer container = record(spec);
      container.properties().values().removeIf(String::isEmpty); // labels cannot be empty
      if (!add(container)) {
        throw GardenException.untyped(
            "new container: container \"" + spec.handle() + "\": already exists");
      }
      return container;
    } finally {
      createLock.unlock();
    }
  }

  /** A failure here leaves the record behind, to be listed, counted and deleted. */
  private void start(SimulatedContainer container, ContainerSpec spec)
      throws GardenException, IOException, InterruptedException {
    String path = ContainerdSpec.rootfs(spec).substring("raw://".length());
    SimulatedVolume volume =
        new RuncStart(dependencies(), NEW_TASK).start(path, spec.privileged(), spec.bindSources());
    if (isOn(Fault.NETWORK_POOL_EXHAUSTED)) {
      throw GardenException.untyped(
          "starting task: network add: cni net setup: plugin type=\"bridge\" failed (add): failed"
              + " to allocate for range 0: no IP addresses available in range set");
    }
    if (get(container.handle()) != container) { // deleted while the disk hung
      throw GardenException.untyped("starting task: new task: " + missing(container.handle()));
    }
    container.started(volume);
  }

  @Override
  void destroy(String handle) throws GardenException, IOException, InterruptedException {
    askRuntime("get container: ");
    super.destroy(handle);
  }

  @Override
  void lookup(String handle) throws GardenException, IOException, InterruptedException {
    askRuntime("get container: ");
    find(handle);
  }

  @Override
  GardenException notFound(String handle) {
    return GardenException.untyped("get container: " + missing(handle));
  }

  private static String missing(String handle) {
    return "container \"" + handle + "\" in namespace \"concourse\": not found";
  }

  @Override
  SimulatedProcess run(String handle, ProcessSpec spec)
      throws GardenException, IOException, InterruptedException {
    SimulatedContainer container = find(handle);
    Rootfs rootfs = new Rootfs(container.rootfs(), "/tmp/gdn-init");
    if (!spec.user().isEmpty() && !spec.user().equals("root") && !rootfs.has("/etc/passwd")) {
      throw GardenException.untyped(
          "lookup user: unable to find user %s: no matching entries in passwd file"
              .formatted(spec.user()));
    }
    awaitProcessStart();
    SimulatedProcess process = rootfs.process(processId(spec), spec.path());
    if (process == null) {
      throw GardenException.untyped(
          "proc start: OCI runtime exec failed: " + noExecutable(spec.path()));
    }
    container.add(process);
    process.exit().thenAccept(status -> container.properties().put(EXIT_STATUS, "" + status));
    return process;
  }

  /** Any exited process stands for all: its status is kept as one property of the container. */
  @Override
  SimulatedProcess attach(String handle, String processId) throws GardenException {
    SimulatedContainer container = find(handle);
    SimulatedProcess process = container.processes().get(processId);
    if (process != null) {
      return process;
    }
    String stored = container.properties().get(EXIT_STATUS);
    if (stored != null) {
      return SimulatedProcess.ended(processId, Integer.parseInt(stored));
    }
    throw GardenException.untyped("load proc: process " + processId + ": not found");
  }

  @Override
  boolean passesSignals() {
    return false;
  }

  @Override
  void setProperty(String handle, String key, String value) throws GardenException {
    if (value.isEmpty()) {
      find(handle).properties().remove(key);
    } else {
      super.setProperty(handle, key, value);
    }
  }

  @Override
  String property(String handle, String key) throws GardenException {
    String value = find(handle).properties().get(key);
    if (value == null) {
      throw GardenException.untyped("not found: " + key);
    }
    return value;
  }

  @Override
  void removeProperty(String handle, String key) throws GardenException {
    throw GardenException.notImplemented();
  }

  @Override
  JsonNode info(String handle) throws GardenException {
    throw GardenException.notImplemented();
  }

  @Override
  JsonNode metrics(String handle) throws GardenException {
    throw GardenException.notImplemented();
  }

  @Override
  JsonNode bulkInfo(List<String> handles) throws GardenException {
    throw GardenException.notImplemented();
  }

  @Override
  JsonNode bulkMetrics(List<String> handles) throws GardenException {
    throw GardenException.notImplemented();
  }

  @Override
  void requireStreams(String handle) throws GardenException {
    throw GardenException.notImplemented();
  }

  private void askRuntime(String doing) throws GardenException, IOException, InterruptedException {
    askRuntime(doing, doing);
  }

  /**
   * Fails when containerd is dead, and after the request timeout when it is hung
   * (docs/protocol/worker-apis.md#faults-and-how-they-look).
   */
  private void askRuntime(String whenDown, String whenHung)
      throws GardenException, IOException, InterruptedException {
    if (isOn(Fault.RUNTIME_DOWN)) {
      throw GardenException.untyped(whenDown + SOCKET_REFUSED);
    }
    boolean answered =
        dependencies()
            .faults()
            .holdFor(WorkerServer.GARDEN, Fault.RUNTIME_HUNG, dependencies().requestTimeout());
    if (!answered) {
      throw GardenException.untyped(whenHung + DEADLINE);
    }
  }
}
