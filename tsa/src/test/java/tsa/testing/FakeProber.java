package tsa.testing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tsa.control.port.Prober;
import tsa.control.port.Tunnel;
import tsa.lab.rehearsal.VirtualTime;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;
import tsa.worker.Load;
import tsa.worker.WorkerName;

/** Answers for workers whose condition the test sets, in virtual time. Not thread-safe. */
public final class FakeProber implements Prober {
  /** How a worker is. */
  public static final class Condition {
    /** Whether its servers answer. */
    public boolean reachable = true;

    /** Whether its servers answer heartbeats with an error. */
    public boolean answersErrors;

    /** What a deep check of it finds. */
    public Verdict verdict = Verdict.HEALTHY;

    /** Containers on it that are not ours. */
    public int containers;

    /** How many deep checks were made. */
    public int checks;
  }

  private final VirtualTime time;
  private final Map<WorkerName, Condition> conditions = new HashMap<>();

  /** A prober whose answers take virtual time. */
  public FakeProber(VirtualTime time) {
    this.time = time;
  }

  /** The condition of a worker; healthy and idle until changed. */
  public Condition of(String worker) {
    return conditions.computeIfAbsent(new WorkerName(worker), name -> new Condition());
  }

  @Override
  public CompletableFuture<HeartbeatResult> heartbeat(ProbeTarget target, Duration limit) {
    CompletableFuture<HeartbeatResult> answer = new CompletableFuture<>();
    Condition condition = of(target.name().value());
    HeartbeatResult result = result(condition);
    time.after(condition.reachable ? Duration.ofMillis(5) : limit, () -> answer.complete(result));
    return answer;
  }

  private static HeartbeatResult result(Condition condition) {
    if (!condition.reachable) {
      return new HeartbeatResult.Missed(Tunnel.Server.GARDEN, FailureCause.TIMED_OUT, "");
    }
    return condition.answersErrors
        ? new HeartbeatResult.Missed(Tunnel.Server.GARDEN, FailureCause.RUNTIME_DOWN, "")
        : new HeartbeatResult.Good(new Load(condition.containers, 0, 0));
  }

  @Override
  public CompletableFuture<CheckReport> check(ProbeTarget target, Duration limit, Depth depth) {
    CompletableFuture<CheckReport> answer = new CompletableFuture<>();
    Condition condition = of(target.name().value());
    condition.checks++;
    Verdict verdict = condition.reachable ? condition.verdict : Verdict.UNREACHABLE;
    time.after(Duration.ofMillis(300), () -> answer.complete(report(verdict)));
    return answer;
  }

  private static CheckReport report(Verdict verdict) {
    CheckReport.Problem problem =
        verdict == Verdict.HEALTHY
            ? null
            : new CheckReport.Problem(CheckStep.CREATE_VOLUME, FailureCause.DISK, "read-only");
    return new CheckReport(verdict, problem, Duration.ofMillis(300), List.of());
  }

  @Override
  public CompletableFuture<Boolean> sweep(ProbeTarget target, Duration limit) {
    return CompletableFuture.completedFuture(true);
  }
}
