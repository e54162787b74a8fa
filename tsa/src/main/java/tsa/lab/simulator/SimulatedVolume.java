package tsa.lab.simulator;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A volume. Safe for use by many threads. */
final class SimulatedVolume {
  private final String handle;
  private final @Nullable Map<String, String> properties;
  private final VolumeFiles files = new VolumeFiles();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean privileged;
  private volatile boolean damaged;
  private volatile boolean hostMounted;

  SimulatedVolume(VolumeSpec spec) {
    handle = spec.handle();
    privileged = spec.privileged();
    Map<String, String> given = spec.properties();
    properties = given == null ? null : new ConcurrentSkipListMap<>(given);
  }

  String handle() {
    return handle;
  }

  /** Returns the absolute path on the worker (docs/protocol/worker-apis.md#creating-a-volume). */
  String path() {
    return VolumeStore.LIVE + handle + "/volume";
  }

  /** Returns the properties themselves, to read and to change; null if none were given. */
  @Nullable Map<String, String> properties() {
    return properties;
  }

  boolean has(Map<String, String> wanted) {
    Map<String, String> all = properties == null ? Map.of() : properties;
    return all.entrySet().containsAll(wanted.entrySet());
  }

  VolumeFiles files() {
    return files;
  }

  /** Returns the lock that destroy, set-property and privileged calls take. */
  ReentrantLock lock() {
    return lock;
  }

  boolean privileged() {
    return privileged;
  }

  void setPrivileged(boolean value) {
    privileged = value;
  }

  /** Returns whether its layer was deleted beneath it: it is listed, but holds nothing. */
  boolean damaged() {
    return damaged;
  }

  void damage() {
    damaged = true;
    files.clear();
  }

  /** Returns whether the host's {@code /dev} is mounted in it, to be deleted with it. */
  boolean hostMounted() {
    return hostMounted;
  }

  void mountHost() {
    hostMounted = true;
  }

  ObjectNode toJson() {
    ObjectNode json = GoJson.object();
    json.put("handle", handle);
    json.put("path", path());
    json.set("properties", GoJson.tree(properties == null ? null : new TreeMap<>(properties)));
    json.put("privileged", privileged);
    return json;
  }
}
