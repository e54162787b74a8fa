package tsa.lab.simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tsa.lab.simulator.VolumeException.Kind;
import tsa.lab.simulator.http.AbruptCloseException;

/**
 * Baggageclaim's volumes in their three places {@code init}, {@code live} and {@code dead}
 * (docs/protocol/worker-apis.md#volumes-on-disk). Safe for use by many threads.
 */
final class VolumeStore implements VolumePaths {
  static final String LIVE = "/worker/volumes/live/";

  private static final int MAX_VOLUMES = 100_000;
  private static final int MAX_NAME = 255;
  private static final int CREATED_KEPT = 10_000;

  private final VolumeDriver driver;
  private final SimulatedDisk disk;
  private final Set<String> init = ConcurrentHashMap.newKeySet();
  private final Map<String, SimulatedVolume> live = new ConcurrentSkipListMap<>();
  private final Map<String, SimulatedVolume> dead = new ConcurrentSkipListMap<>();
  private final HandleLog created = new HandleLog(CREATED_KEPT);
  private final AtomicLong hostDamage = new AtomicLong();

  VolumeStore(VolumeDriver driver, SimulatedDisk disk) {
    this.driver = driver;
    this.disk = disk;
  }

  List<SimulatedVolume> list(Map<String, String> filter) throws IOException, InterruptedException {
    disk.read();
    return live.values().stream().filter(volume -> volume.has(filter)).toList();
  }

  SimulatedVolume get(String handle) throws VolumeException, IOException, InterruptedException {
    disk.read();
    SimulatedVolume volume = live.get(handle);
    if (volume == null) {
      throw new VolumeException(Kind.NOT_FOUND, "volume does not exist");
    }
    return volume;
  }

  @Override
  public @Nullable SimulatedVolume volumeAt(String path) {
    String end = path.endsWith("/") ? "/volume/" : "/volume";
    if (!path.startsWith(LIVE) || !path.endsWith(end)) {
      return null;
    }
    int to = path.length() - end.length();
    return to < LIVE.length() ? null : live.get(path.substring(LIVE.length(), to));
  }

  SimulatedVolume create(VolumeSpec spec)
      throws VolumeException, IOException, InterruptedException {
    checkName(spec.handle());
    SimulatedVolume parent = parent(spec.strategy());
    if (!init.add(spec.handle())) {
      throw failed("init directory exists"); // under way elsewhere, or burnt by a full disk
    }
    boolean burnt = false;
    try {
      disk.grow();
      return goLive(spec, parent);
    } catch (DiskException e) {
      burnt = driver == VolumeDriver.BTRFS && disk.isFull() && init.size() < MAX_VOLUMES;
      throw failed(e.text());
    } finally {
      if (!burnt) {
        init.remove(spec.handle());
      }
    }
  }

  private SimulatedVolume goLive(VolumeSpec spec, @Nullable SimulatedVolume parent)
      throws VolumeException {
    if (spec.strategy() instanceof VolumeSpec.Copy && !disk.copies()) {
      throw failed("mounting overlay: invalid argument");
    }
    SimulatedVolume volume = new SimulatedVolume(spec);
    if (parent != null) {
      volume.files().copyFrom(parent.files());
    }
    if (live.size() >= MAX_VOLUMES) {
      throw failed("too many volumes"); // ours, as a bound
    }
    SimulatedVolume existing = live.putIfAbsent(spec.handle(), volume);
    if (existing != null) {
      if (driver == VolumeDriver.OVERLAY) {
        existing.damage(); // the clean-up after the failed rename goes by handle
      }
      throw failed("rename failed: file exists");
    }
    created.add(spec.handle());
    return volume;
  }

  private static void checkName(String handle) throws VolumeException {
    if (handle.contains("/") || handle.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
      throw failed("not a file name");
    }
  }

  private @Nullable SimulatedVolume parent(VolumeSpec.Strategy strategy)
      throws VolumeException, IOException, InterruptedException {
    return switch (strategy) {
      case VolumeSpec.Empty() -> null;
      case VolumeSpec.Copy(String handle) -> {
        SimulatedVolume parent = handle.isEmpty() ? null : live.get(handle);
        if (parent == null) {
          throw new VolumeException(Kind.NO_PARENT, "parent volume not found");
        }
        yield parent;
      }
      case VolumeSpec.Import(String path) -> {
        SimulatedVolume source = volumeAt(path);
        if (source == null) {
          throw failed("import path does not exist"); // nothing else is on this disk
        }
        yield source;
      }
    };
  }

  void destroy(String handle) throws VolumeException, IOException, InterruptedException {
    SimulatedVolume volume = get(handle);
    volume.lock().lockInterruptibly();
    try {
      disk.change();
      if (!live.remove(handle, volume)) {
        throw new VolumeException(Kind.NOT_FOUND, "destroyed meanwhile");
      }
      if (disk.volumesAreBusy()) {
        dead.put(handle, volume);
        throw failed("device or resource busy");
      }
      if (volume.hostMounted()) {
        hostDamage.incrementAndGet();
      }
    } catch (DiskException e) {
      throw failed(e.text());
    } finally {
      volume.lock().unlock();
    }
  }

  /** Removes dead entries; on overlay that also wipes a live volume of the same handle. */
  void cleanupOrphans() throws IOException, InterruptedException {
    try {
      disk.change();
    } catch (DiskException readOnly) {
      return; // measured: 204 all the same
    }
    if (disk.volumesAreBusy()) {
      return;
    }
    for (String handle : new ArrayList<>(dead.keySet())) {
      dead.remove(handle);
      SimulatedVolume recreated = live.get(handle);
      if (recreated != null && driver == VolumeDriver.OVERLAY) {
        recreated.damage();
      }
    }
  }

  /** Sets a property; a metadata file that cannot be opened is reported as a missing volume. */
  void setProperty(String handle, String name, String value)
      throws VolumeException, IOException, InterruptedException {
    SimulatedVolume volume = get(handle);
    volume.lock().lockInterruptibly();
    try {
      openMetadata();
      Map<String, String> properties = volume.properties();
      if (properties == null) {
        // docs/protocol/worker-apis.md#creating-a-volume
        throw new AbruptCloseException("panic: assignment to entry in nil map");
      }
      properties.put(name, value);
    } finally {
      volume.lock().unlock();
    }
  }

  boolean privileged(String handle) throws VolumeException, IOException, InterruptedException {
    SimulatedVolume volume = get(handle);
    volume.lock().lockInterruptibly();
    try {
      return volume.privileged();
    } finally {
      volume.lock().unlock();
    }
  }

  void setPrivileged(String handle, boolean value)
      throws VolumeException, IOException, InterruptedException {
    SimulatedVolume volume = get(handle);
    volume.lock().lockInterruptibly();
    try {
      openMetadata();
      volume.setPrivileged(value);
    } finally {
      volume.lock().unlock();
    }
  }

  private void openMetadata() throws VolumeException, IOException, InterruptedException {
    try {
      disk.change();
    } catch (DiskException e) {
      throw new VolumeException(Kind.NOT_FOUND, e.text());
    }
  }

  private static VolumeException failed(String why) {
    return new VolumeException(Kind.FAILED, why);
  }

  /** Adds a volume that was there before, past the disk. */
  void preload(SimulatedVolume volume) {
    live.put(volume.handle(), volume);
  }

  List<String> liveHandles() {
    return new ArrayList<>(live.keySet());
  }

  List<String> deadHandles() {
    return new ArrayList<>(dead.keySet());
  }

  HandleLog created() {
    return created;
  }

  /** Returns how many volumes were destroyed with the host's devices mounted in them. */
  long hostDamage() {
    return hostDamage.get();
  }
}
