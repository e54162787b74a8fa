package tsa.gateway.forward;

import java.util.concurrent.CompletableFuture;

/** Counts who is inside, up to a limit, and can be shut for newcomers. Thread-safe. */
public final class InFlightLimit {
  private final int limit;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final Object lock = new Object();
  private int inFlight;
  private boolean shut;

  public InFlightLimit(int limit) {
    this.limit = limit;
  }

  /** Lets one in; false if it is full or shut. */
  public boolean tryAcquire() {
    return tryAcquire(0);
  }

  /** Lets one in if that many places stay free for others; false if not, or if it is shut. */
  boolean tryAcquire(int spare) {
    synchronized (lock) {
      if (shut || inFlight >= limit - spare) {
        return false;
      }
      inFlight++;
      return true;
    }
  }

  /** Lets one out. */
  public void release() {
    boolean last;
    synchronized (lock) {
      inFlight--;
      last = shut && inFlight == 0;
    }
    if (last) {
      drained.complete(null);
    }
  }

  /** Lets nobody in any more. */
  public void shut() {
    boolean none;
    synchronized (lock) {
      shut = true;
      none = inFlight == 0;
    }
    if (none) {
      drained.complete(null);
    }
  }

  /** How many are inside. */
  public int inFlight() {
    synchronized (lock) {
      return inFlight;
    }
  }

  /** Completed once it is shut and nobody is inside. */
  public CompletableFuture<Void> drained() {
    return drained.copy();
  }
}
