package tsa.lab.simulator;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * houdini: containers in name only. It replaces on a duplicate handle, and a raw rootfs fails only
 * after the host's {@code /dev} has been mounted into the volume
 * (docs/protocol/worker-apis.md#a-handle-is-used-once,
 * docs/protocol/worker-apis.md#privileges-and-the-rootfs).
 */
final class HoudiniBackend extends GardenBackend {
  /** Programs of the host that an unconfined process finds. */
  private static final Set<String> HOST_PROGRAMS = Set.of("/bin/true", "/bin/sh", "true", "sh");

  private final Map<String, Long> graceNanos = new ConcurrentHashMap<>();

  HoudiniBackend(GardenDependencies dependencies) {
    super(dependencies);
  }

  @Override
  JsonNode capacity() {
    return GoJson.object();
  }

  @Override
  List<String> list(Map<String, String> filter) {
    return containers().stream()
        .filter(container -> container.properties().entrySet().containsAll(filter.entrySet()))
        .map(SimulatedContainer::handle)
        .toList();
  }

  @Override
  String create(ContainerSpec asked) throws GardenException, IOException, InterruptedException {
    ContainerSpec spec = asked.named();
    mountRootfs(spec.rootfs());
    SimulatedContainer container = record(spec);
    SimulatedContainer replaced = get(spec.handle());
    if (replaced != null) {
      remove(replaced);
    }
    graceNanos.remove(spec.handle());
    container.started(null);
    add(container);
    return spec.handle();
  }

  private void mountRootfs(String rootfs)
      throws GardenException, IOException, InterruptedException {
    if (rootfs.isEmpty()) {
      return;
    }
    if (!rootfs.startsWith("raw://")) {
      throw GardenException.untyped("unsupported rootfs uri (must be raw://): " + rootfs);
    }
    String path = rootfs.substring("raw://".length());
    dependencies().disk().read();
    SimulatedVolume volume = dependencies().volumes().volumeAt(path);
    if (volume != null) {
      volume.mountHost();
    }
    if (volume == null || !volume.files().has("/etc/resolv.conf")) {
      throw GardenException.untyped("open " + path + "/etc/resolv.conf: no such file or directory");
    }
  }

  @Override
  void destroy(String handle) throws GardenException, IOException, InterruptedException {
    super.destroy(handle);
    graceNanos.remove(handle);
  }

  @Override
  void lookup(String handle) throws GardenException {
    find(handle);
  }

  @Override
  GardenException notFound(String handle) {
    return GardenException.containerNotFound(handle);
  }

  @Override
  SimulatedProcess run(String handle, ProcessSpec spec)
      throws GardenException, IOException, InterruptedException {
    SimulatedContainer container = find(handle);
    awaitProcessStart();
    if (!HOST_PROGRAMS.contains(spec.path())) {
      throw GardenException.untyped(
          spec.path().contains("/")
              ? "fork/exec " + spec.path() + ": no such file or directory"
              : "exec: \"" + spec.path() + "\": executable file not found in $PATH");
    }
    SimulatedProcess process = SimulatedProcess.ended(processId(spec), 0);
    container.add(process);
    return process;
  }

  @Override
  SimulatedProcess attach(String handle, String processId) throws GardenException {
    SimulatedProcess process = find(handle).processes().get(processId);
    if (process == null) {
      throw GardenException.untyped("unknown process: " + processId);
    }
    return process;
  }

  @Override
  JsonNode bulkInfo(List<String> handles) {
    return GoJson.object();
  }

  @Override
  JsonNode bulkMetrics(List<String> handles) {
    return GoJson.object();
  }

  /**
   * Only what PUT sets counts; the field and the property of a create are ignored
   * (docs/protocol/worker-apis.md#grace-time).
   */
  @Override
  long graceNanos(String handle) {
    return graceNanos.getOrDefault(handle, 0L);
  }

  @Override
  void setGraceNanos(String handle, long nanos) throws GardenException {
    find(handle);
    graceNanos.put(handle, nanos);
  }
}
