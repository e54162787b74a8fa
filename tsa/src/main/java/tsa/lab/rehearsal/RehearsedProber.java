package tsa.lab.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import tsa.control.port.Prober;
import tsa.control.port.Tunnel;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;

/** Answers for rehearsed workers, in virtual time. Not thread-safe. */
final class RehearsedProber implements Prober {
  private static final Duration QUICK = Duration.ofMillis(5);
  private static final Duration CHECK = Duration.ofMillis(300);

  private final VirtualTime time;

  RehearsedProber(VirtualTime time) {
    this.time = time;
  }

  private static RehearsedLink link(ProbeTarget target) {
    return ((RehearsedLink.Way) target.tunnel()).link();
  }

  @Override
  public CompletableFuture<HeartbeatResult> heartbeat(ProbeTarget target, Duration limit) {
    CompletableFuture<HeartbeatResult> answer = new CompletableFuture<>();
    RehearsedLink link = link(target);
    boolean answers = link.worker().answers(link);
    time.after(
        answers ? QUICK : limit,
        () -> {
          RehearsedWorker worker = link.worker();
          if (answers && worker.answers(link)) {
            worker.heartbeatReceived(time.nanos());
            answer.complete(new HeartbeatResult.Good(worker.load()));
          } else {
            answer.complete(
                new HeartbeatResult.Missed(Tunnel.Server.GARDEN, FailureCause.TIMED_OUT, ""));
          }
        });
    return answer;
  }

  @Override
  public CompletableFuture<CheckReport> check(ProbeTarget target, Duration limit, Depth depth) {
    CompletableFuture<CheckReport> answer = new CompletableFuture<>();
    RehearsedLink link = link(target);
    boolean answers = link.worker().answers(link);
    Verdict verdict = link.worker().verdict();
    time.after(
        answers ? CHECK : limit,
        () -> {
          boolean still = answers && link.worker().answers(link);
          CheckReport report = report(still ? verdict : Verdict.UNREACHABLE, link.worker());
          link.worker().checked(report.verdict());
          answer.complete(report);
        });
    return answer;
  }

  private static CheckReport report(Verdict verdict, RehearsedWorker worker) {
    CheckReport.Problem problem =
        switch (verdict) {
          case HEALTHY -> null;
          case DEGRADED -> problem(CheckStep.CREATE_VOLUME, FailureCause.SLOW, "");
          case FAILING -> worker.problem();
          case SATURATED -> problem(CheckStep.CREATE_CONTAINER, FailureCause.FULL, "");
          case INCONCLUSIVE -> problem(CheckStep.RUN, FailureCause.SWEPT, "");
          case UNREACHABLE -> problem(CheckStep.PING, FailureCause.TIMED_OUT, "");
        };
    return new CheckReport(verdict, problem, CHECK, List.of());
  }

  private static CheckReport.Problem problem(CheckStep step, FailureCause cause, String detail) {
    return new CheckReport.Problem(step, cause, detail);
  }

  @Override
  public CompletableFuture<Boolean> sweep(ProbeTarget target, Duration limit) {
    return CompletableFuture.completedFuture(true);
  }
}
