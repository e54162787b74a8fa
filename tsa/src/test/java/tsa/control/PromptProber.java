package tsa.control;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import tsa.control.port.Prober;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.Verdict;
import tsa.worker.Load;

/** Workers that answer at once and are well and idle. Thread-safe. */
final class PromptProber implements Prober {
  private final AtomicInteger heartbeats = new AtomicInteger();

  /** How many heartbeats were asked for. */
  int heartbeats() {
    return heartbeats.get();
  }

  @Override
  public CompletableFuture<HeartbeatResult> heartbeat(ProbeTarget target, Duration limit) {
    heartbeats.incrementAndGet();
    return CompletableFuture.completedFuture(new HeartbeatResult.Good(new Load(0, 0, 0)));
  }

  @Override
  public CompletableFuture<CheckReport> check(ProbeTarget target, Duration limit, Depth depth) {
    return CompletableFuture.completedFuture(
        new CheckReport(Verdict.HEALTHY, null, Duration.ofMillis(3), List.of()));
  }

  @Override
  public CompletableFuture<Boolean> sweep(ProbeTarget target, Duration limit) {
    return CompletableFuture.completedFuture(true);
  }
}
