package tsa.gateway;

import java.util.concurrent.CompletableFuture;

/** Counts who is inside, up to a limit, and can be shut for newcomers. Thread-safe. */
final class Turnstile {
  private final int limit;
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private final Object lock = new Object();
  private int inside;
  private boolean shut;

  Turnstile(int limit) {
    this.limit = limit;
  }

  /** Lets one in; false if it is full or shut. */
  boolean enter() {
    return enter(0);
  }

  /** Lets one in if that many places stay free for others; false if not, or if it is shut. */
  boolean enter(int spare) {
    synchronized (lock) {
      if (shut || inside >= limit - spare) {
        return false;
      }
      inside++;
      return true;
    }
  }

  /** Lets one out. */
  void leave() {
    boolean last;
    synchronized (lock) {
      inside--;
      last = shut && inside == 0;
    }
    if (last) {
      empty.complete(null);
    }
  }

  /** Lets nobody in any more. */
  void shut() {
    boolean none;
    synchronized (lock) {
      shut = true;
      none = inside == 0;
    }
    if (none) {
      empty.complete(null);
    }
  }

  /** How many are inside. */
  int inside() {
    synchronized (lock) {
      return inside;
    }
  }

  /** Completed once it is shut and nobody is inside. */
  CompletableFuture<Void> empty() {
    return empty.copy();
  }
}
