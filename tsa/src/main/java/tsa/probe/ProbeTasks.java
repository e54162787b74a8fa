package tsa.probe;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Probes under way, each on a virtual thread. Thread-safe. */
final class ProbeTasks {
  private static final Logger log = LoggerFactory.getLogger(ProbeTasks.class);

  /** A probe; it is called off through the abort and then ends soon, with a value. */
  @FunctionalInterface
  interface ProbeTask<T> {
    T run(Cancellation cancellation) throws InterruptedException;
  }

  private final Map<Cancellation, CompletableFuture<Boolean>> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Starts a probe.
   *
   * @param ceiling by then its future is completed whatever happens
   * @param late the value then
   * @param broken the value if it throws, which is a defect of ours
   * @return never fails; cancelling it calls the probe off
   */
  <T> CompletableFuture<T> start(
      String name, Duration ceiling, T late, T broken, ProbeTask<T> task) {
    Cancellation cancellation = new Cancellation();
    CompletableFuture<T> future = new CompletableFuture<>();
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    future.whenComplete((value, thrown) -> cancelled(future, cancellation));
    running.put(cancellation, ended);
    if (closed) {
      cancellation.trip();
    }
    Thread.ofVirtual()
        .name(name)
        .start(() -> {
          future.complete(value(name, task, cancellation, broken));
          running.remove(cancellation);
          ended.complete(true);
        });
    return future.completeOnTimeout(late, ceiling.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void cancelled(CompletableFuture<?> future, Cancellation cancellation) {
    if (future.isCancelled()) {
      cancellation.trip();
    }
  }

  @SuppressWarnings("CatchAllThrowable")
  private static <T> T value(String name, ProbeTask<T> task, Cancellation cancellation, T broken) {
    try {
      return task.run(cancellation);
    } catch (Throwable defect) {
      log.atError().addKeyValue("probe", name).setCause(defect).log("a probe failed");
      return broken;
    }
  }

  /** Calls all off and waits for their ends within the limit. */
  void close(Duration limit) {
    closed = true;
    running.keySet().forEach(Cancellation::trip);
    CompletableFuture<?> all =
        CompletableFuture.allOf(running.values().toArray(CompletableFuture<?>[]::new));
    try {
      all.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      log.atInfo().addKeyValue("running", running.size()).log("probes are left behind");
    } catch (ExecutionException e) {
      throw new IllegalStateException("ends do not fail", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
