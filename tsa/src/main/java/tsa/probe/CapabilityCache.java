package tsa.probe;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Prober;
import tsa.lifecycle.Verdict;
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/**
 * What checks learn of a registration for its later checks: what is behind its Garden, asked for
 * once, and how long ago it was checked thoroughly. A check that does not pass ends what is known:
 * the next one looks at everything again, so that a fault which only a thorough check sees is seen
 * in each check from then on. Thread-safe.
 */
final class CapabilityCache {
  /** Most registrations that are known; the one longest not checked is forgotten first. */
  static final int MAX = 10_000;

  private final int thoroughEvery;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true);

  /** A registration; by name as well, since what is known of one must never be used for another. */
  private record Key(WorkerName name, Incarnation incarnation) {
    static Key of(Prober.ProbeTarget target) {
      return new Key(target.name(), target.incarnation());
    }
  }

  /**
   * @param capacity what is behind Garden
   * @param lightSince checks since the last thorough one; -1 if there was none
   */
  private record Known(GardenClient.Capacity capacity, int lightSince) {}

  /**
   * @param thoroughEvery of so many checks, one is thorough; 0 for none
   */
  CapabilityCache(int thoroughEvery) {
    this.thoroughEvery = thoroughEvery;
  }

  /** What is behind its Garden; empty if it has to be asked. */
  Optional<GardenClient.Capacity> capacity(Prober.ProbeTarget target) {
    return Optional.ofNullable(get(target)).map(Known::capacity);
  }

  /** Whether the next check is to be a thorough one. */
  boolean thoroughIsDue(Prober.ProbeTarget target) {
    Known before = get(target);
    return thoroughEvery > 0
        && (before == null || before.lightSince() < 0 || before.lightSince() >= thoroughEvery - 1);
  }

  private @Nullable Known get(Prober.ProbeTarget target) {
    lock.lock();
    try {
      return known.get(Key.of(target));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Learns from a check that ended.
   *
   * @param capacity what it found behind Garden; null if it did not get so far
   */
  void learn(
      Prober.ProbeTarget target,
      GardenClient.@Nullable Capacity capacity,
      boolean thorough,
      Verdict verdict) {
    lock.lock();
    try {
      Known before = known.remove(Key.of(target));
      if (capacity != null && verdict.isGood()) {
        int since = before == null ? -1 : before.lightSince();
        known.put(Key.of(target), new Known(capacity, since(since, thorough, verdict)));
        forgetTheEldest();
      }
    } finally {
      lock.unlock();
    }
  }

  /** A check of a full worker made nothing, so a thorough one that was due is still due. */
  private static int since(int before, boolean thorough, Verdict verdict) {
    if (verdict == Verdict.SATURATED) {
      return before;
    }
    return thorough ? 0 : before + 1;
  }

  private void forgetTheEldest() {
    if (known.size() > MAX) {
      known.remove(known.keySet().iterator().next());
    }
  }

  int size() {
    lock.lock();
    try {
      return known.size();
    } finally {
      lock.unlock();
    }
  }
}
