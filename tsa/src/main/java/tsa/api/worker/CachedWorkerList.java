package tsa.api.worker;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tsa.control.port.Ticker;
import tsa.control.port.WorkerStore;

/**
 * The list of workers, read at most once a second for all who ask. What was changed through this
 * gateway is in it at once. Thread-safe.
 */
public final class CachedWorkerList {
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final WorkerStore store;
  private final Ticker ticker;
  private final AtomicLong changes = new AtomicLong();
  private @Nullable Read last;

  /**
   * @param at the ticker before it was read
   * @param changes how many there were before it was read
   */
  private record Read(WorkerStore.Snapshot snapshot, long at, long changes) {}

  public CachedWorkerList(WorkerStore store, Ticker ticker) {
    this.store = store;
    this.ticker = ticker;
  }

  /**
   * The list; whoever comes while it is read waits for it.
   *
   * @throws tsa.control.port.StoreException if the store does not answer
   */
  public synchronized WorkerStore.Snapshot get() {
    Read known = last;
    if (known != null
        && known.changes() == changes.get()
        && ticker.since(known.at()).compareTo(LONGEST) < 0) {
      return known.snapshot();
    }
    long before = changes.get();
    long at = ticker.nanos();
    WorkerStore.Snapshot snapshot = store.list();
    last = new Read(snapshot, at, before);
    return snapshot;
  }

  /** Whoever changed something wants to see it. */
  public void changed() {
    changes.incrementAndGet();
  }
}
