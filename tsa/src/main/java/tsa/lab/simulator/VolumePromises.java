package tsa.lab.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The creations under way and done, by handle. A promise stays until it is deleted
 * (docs/protocol/worker-apis.md#asynchronous-creation). Safe for use by many threads.
 */
final class VolumePromises {
  private static final int MAX_PROMISES = 100_000;

  private final Map<String, Promise> promises = new ConcurrentHashMap<>();

  /** What has become of a promise. */
  sealed interface PromiseState {}

  /** Nothing yet. */
  record Pending() implements PromiseState {}

  /** The volume is there. */
  record Fulfilled(SimulatedVolume volume, VolumeSpec spec) implements PromiseState {}

  /** The creation failed. */
  record Failed(VolumeException cause) implements PromiseState {}

  /** Nobody wants it any more. */
  record Cancelled() implements PromiseState {}

  /** One creation. */
  static final class Promise {
    private final AtomicReference<PromiseState> outcome = new AtomicReference<>(PENDING);
    private static final PromiseState PENDING = new Pending();

    PromiseState outcome() {
      return outcome.get();
    }

    /** Settles it; returns false if it was settled before, which here means cancelled. */
    boolean settle(PromiseState settled) {
      return outcome.compareAndSet(PENDING, settled);
    }
  }

  /** Adds a promise; returns null when that handle has one already. */
  @Nullable Promise add(String handle) {
    Promise promise = new Promise();
    boolean room = promises.size() < MAX_PROMISES;
    return room && promises.putIfAbsent(handle, promise) == null ? promise : null;
  }

  @Nullable Promise get(String handle) {
    return promises.get(handle);
  }

  /** Cancels it if it is pending and forgets it; returns false if there is none. */
  boolean remove(String handle) {
    Promise promise = promises.get(handle);
    if (promise == null) {
      return false;
    }
    promise.settle(new Cancelled());
    return promises.remove(handle, promise);
  }
}
