package tsa.api.http;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import tsa.api.access.Principal;

/**
 * How many of a scarce thing each caller has, so that no one caller takes them all. Remembers only
 * those who have any. Thread-safe.
 */
public final class PerCallerLimit {
  private final int each;
  private final Map<CallerKey, Integer> taken = new ConcurrentHashMap<>();

  /** A user, or whoever holds the token of this gateway: the name alone could be either. */
  private record CallerKey(String name, boolean user) {}

  /**
   * @param each how many one caller may have at a time
   */
  public PerCallerLimit(int each) {
    this.each = each;
  }

  /** One of them; closed twice it counts once. */
  public interface Permit extends AutoCloseable {
    @Override
    void close();
  }

  /** One more for that caller; empty if they have theirs. */
  public Optional<Permit> tryAcquire(Principal caller) {
    CallerKey whose = new CallerKey(caller.name(), caller.isUser());
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
  public int callers() {
    return taken.size();
  }
}
