package tsa.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Verdict;
import tsa.worker.Load;

/** Workers that answer at once and are well and idle. Thread-safe. */
final class PromptProber implements Prober {
  private final AtomicInteger beats = new AtomicInteger();

  /** How many beats were asked for. */
  int beats() {
    return beats.get();
  }

  @Override
  public CompletableFuture<BeatResult> beat(Target target, Duration limit) {
    beats.incrementAndGet();
    return CompletableFuture.completedFuture(new BeatResult.Good(new Load(0, 0, 0)));
  }

  @Override
  public CompletableFuture<CheckReport> check(Target target, Duration limit, Depth depth) {
    return CompletableFuture.completedFuture(
        new CheckReport(Verdict.HEALTHY, null, Duration.ofMillis(3), List.of()));
  }

  @Override
  public CompletableFuture<Boolean> sweep(Target target, Duration limit) {
    return CompletableFuture.completedFuture(true);
  }
}
