package tsa.serve;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What has to be closed, the newest first. A failure keeps none of the others from being closed;
 * the first is thrown, with the later ones as suppressed. Used by one thread.
 */
final class Closer implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  @Override
  public void close() throws Exception {
    Exception first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        first = with(first, e);
      }
    }
    if (first != null) {
      throw first;
    }
  }

  /** Nothing can suppress itself: two resources may fail with one and the same exception. */
  private static Exception with(@Nullable Exception first, Exception next) {
    if (first == null) {
      return next;
    }
    if (!first.equals(next)) {
      first.addSuppressed(next);
    }
    return first;
  }
}
