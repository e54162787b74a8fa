package tsa.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How tests wait: for the thing itself. The one limit is only reached by what hangs, so that no
 * test fails because its machine is slow. What has to be short in a test is scaled by {@link
 * Slowness}.
 */
public final class Patience {
  /** No machine is so slow that anything that does not hang takes longer. */
  public static final Duration LIMIT = Duration.ofMinutes(4);

  /** The same, for a socket. */
  public static final int LIMIT_MILLIS = Math.toIntExact(LIMIT.toMillis());

  private static final Duration POLL = Duration.ofMillis(20);

  private Patience() {}

  /** Waits for what follows. */
  public static ConditionFactory eventually(String what) {
    return Awaitility.await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(POLL);
  }

  /** Waits for what follows, which says itself what it is. */
  public static ConditionFactory eventually() {
    return eventually("what this waits for");
  }

  /** Waits until that is so. */
  public static void eventually(String what, Callable<Boolean> holds) {
    eventually(what).until(holds);
  }

  /** What it holds, once it is there. */
  public static <T> T get(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The next of what comes. */
  public static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T next = queue.poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(next).as("the next one comes").isNotNull();
    return next;
  }

  /** Waits until it is open. */
  public static void pass(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(LIMIT_MILLIS, TimeUnit.MILLISECONDS)).as("it opens").isTrue();
  }

  /** Waits for a permit, and takes it. */
  public static void acquire(Semaphore semaphore) throws InterruptedException {
    assertThat(semaphore.tryAcquire(LIMIT_MILLIS, TimeUnit.MILLISECONDS)).as("a permit").isTrue();
  }

  /** Waits until it has ended. */
  public static void join(Thread thread) throws InterruptedException {
    assertThat(thread.join(LIMIT)).as("%s ends", thread).isTrue();
  }

  /** How a process ended, once it has. */
  public static int exitCode(Process process) throws InterruptedException {
    assertThat(process.waitFor(LIMIT_MILLIS, TimeUnit.MILLISECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  /** Kills a process, and waits until it is gone. */
  public static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    exitCode(process);
  }
}
