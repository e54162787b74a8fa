package tsa.lab.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A container record. Safe for use by many threads. */
final class SimulatedContainer {
  /** Where containerd and guardian keep the grace time, in decimal nanoseconds. */
  static final String GRACE_TIME = "garden.grace-time";

  private static final int MAX_PROCESSES = 1_000;

  private final String handle;
  private final long bornNanos;
  private final Map<String, String> properties = new ConcurrentSkipListMap<>();
  private final Map<String, SimulatedProcess> processes = new ConcurrentHashMap<>();
  private volatile @Nullable SimulatedVolume rootfs;
  private volatile boolean created;

  SimulatedContainer(String handle, Map<String, String> properties, long bornNanos) {
    this.handle = handle;
    this.bornNanos = bornNanos;
    this.properties.putAll(properties);
  }

  String handle() {
    return handle;
  }

  long bornNanos() {
    return bornNanos;
  }

  /** Returns the properties themselves, to read and to change. */
  Map<String, String> properties() {
    return properties;
  }

  Map<String, SimulatedProcess> processes() {
    return processes;
  }

  /** Returns the volume it was started on; null before that and without rootfs. */
  @Nullable SimulatedVolume rootfs() {
    return rootfs;
  }

  /** Returns whether it was started, or is a record of an attempt. */
  boolean created() {
    return created;
  }

  void started(@Nullable SimulatedVolume on) {
    rootfs = on;
    created = true;
  }

  /** Returns the grace time kept in the properties: nanoseconds, 0 for none or nonsense. */
  long graceNanos() {
    try {
      return Long.parseLong(properties.getOrDefault(GRACE_TIME, "0").strip());
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }

  void add(SimulatedProcess process) throws GardenException {
    if (processes.size() >= MAX_PROCESSES) {
      throw GardenException.untyped("task exec: resource temporarily unavailable");
    }
    if (processes.putIfAbsent(process.id(), process) != null) {
      throw GardenException.untyped(
          "task exec: process " + process.id() + ": already exists"); // text not recorded
    }
  }

  void signalAll(boolean kill) {
    processes.values().forEach(process -> process.signal(kill));
  }

  /** Leaves every process without an exit status, as a stopping server does. */
  void abandonProcesses() {
    processes.values().forEach(process -> process.exit().cancel(false));
  }
}
