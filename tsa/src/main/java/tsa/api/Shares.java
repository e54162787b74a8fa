package tsa.api;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many of a scarce thing each caller has, so that no one caller takes them all. Remembers only
 * those who have any. Thread-safe.
 */
final class Shares {
  private final int each;
  private final Map<Whose, Integer> taken = new ConcurrentHashMap<>();

  /** A user, or whoever holds the token of this gateway: the name alone could be either. */
  private record Whose(String name, boolean user) {}

  /**
   * @param each how many one caller may have at a time
   */
  Shares(int each) {
    this.each = each;
  }

  /** One of them; closed twice it counts once. */
  interface Share extends AutoCloseable {
    @Override
    void close();
  }

  /** One more for that caller; empty if they have theirs. */
  Optional<Share> take(Principal caller) {
    Whose whose = new Whose(caller.name(), caller.isUser());
    AtomicBoolean open = new AtomicBoolean();
    taken.compute(
        whose,
        (_, count) -> {
          int before = count == null ? 0 : count;
          open.set(before < each);
          return open.get() ? Integer.valueOf(before + 1) : count;
        });
    return open.get()
        ? Optional.of(() -> {
          if (open.getAndSet(false)) {
            taken.computeIfPresent(whose, (_, count) -> count == 1 ? null : count - 1);
          }
        })
        : Optional.empty();
  }

  /** How many callers have any. */
  int callers() {
    return taken.size();
  }
}
