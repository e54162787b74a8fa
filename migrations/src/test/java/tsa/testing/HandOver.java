package tsa.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;

/** Two threads that work in turns: what another core does beside them does not slow them. */
final class HandOver {
  private static final int PAIRS = 1;
  private static final int TURNS = 120;
  private static final int WORK = 400_000;

  private HandOver() {}

  /** How long it takes now. */
  static Duration measure() throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      SynchronousQueue<Long> there = new SynchronousQueue<>();
      SynchronousQueue<Long> back = new SynchronousQueue<>();
      threads.add(Thread.ofPlatform().daemon().start(() -> turns(start, back, there, true)));
      threads.add(Thread.ofPlatform().daemon().start(() -> turns(start, there, back, false)));
    }
    long begun = System.nanoTime();
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void turns(
      CountDownLatch start, SynchronousQueue<Long> in, SynchronousQueue<Long> out, boolean first) {
    try {
      start.await();
      long token = 1;
      for (int i = 0; i < TURNS; i++) {
        token = first && i == 0 ? token : in.take();
        token = work(token);
        out.put(token);
      }
      if (first) {
        in.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static long work(long seed) {
    long x = seed;
    for (int i = 0; i < WORK; i++) {
      x = x * 6364136223846793005L + 1442695040888963407L;
      x ^= x >>> 29;
    }
    return x;
  }
}
