package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tsa.control.port.Gateways;
import tsa.control.port.Lane;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.Prober;
import tsa.lab.rehearsal.InMemoryGateways;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.lab.rehearsal.InMemoryWorkerStore;
import tsa.lab.rehearsal.VirtualTime;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Policy;
import tsa.lifecycle.SampleWorkers;
import tsa.lifecycle.Verdict;
import tsa.testing.FakeLink;
import tsa.testing.Pure;
import tsa.worker.Load;
import tsa.worker.Machine;
import tsa.worker.WorkerName;

/**
 * Two hundred workers register at once, and what their deep checks share can do a tenth of what
 * they ask for: all of them at once would take ten times their limit. On virtual time.
 */
@Pure
class HerdTest {
  private static final int WORKERS = 200;
  private static final Duration LIMIT = Policy.DEFAULT.health().checkLimit();

  /** What a check takes when it is alone. */
  private static final Duration ALONE = LIMIT.multipliedBy(10).dividedBy(WORKERS);

  private final VirtualTime time = new VirtualTime(SampleWorkers.T0);
  private final InMemoryHistory history = new InMemoryHistory(time);
  private final InMemoryWorkerStore store = new InMemoryWorkerStore(time, history);
  private final SharedServer server = new SharedServer();
  private final Map<String, FakeLink> links = new LinkedHashMap<>();

  /** Checks that share one server evenly; one that is not done within its limit has timed out. */
  private final class SharedServer implements Prober, SchedulingDelay {
    private final class Job {
      private final String worker;
      private final CompletableFuture<CheckReport> answer = new CompletableFuture<>();
      private final long end = time.nanos() + LIMIT.toNanos();
      private double left = ALONE.toNanos();

      private Job(String worker) {
        this.worker = worker;
      }
    }

    private final List<Job> jobs = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private int timedOut;
    private int most;
    private boolean ownProcessor;
    private long last;
    private double delayed;
    private Lane.Timer next = () -> {};

    @Override
    public CompletableFuture<HeartbeatResult> heartbeat(ProbeTarget target, Duration limit) {
      return CompletableFuture.completedFuture(new HeartbeatResult.Good(new Load(0, 0, 0)));
    }

    @Override
    public CompletableFuture<CheckReport> check(ProbeTarget target, Duration limit, Depth depth) {
      work();
      Job job = new Job(target.name().value());
      jobs.add(job);
      most = Math.max(most, jobs.size());
      plan();
      return job.answer;
    }

    /** Everybody has had an even share since the last time. */
    private void work() {
      long passed = time.nanos() - last;
      last = time.nanos();
      if (!jobs.isEmpty()) {
        delayed += passed * (1 - 1.0 / jobs.size());
        jobs.forEach(job -> job.left -= (double) passed / jobs.size());
      }
    }

    private void plan() {
      next.cancel();
      double soonest =
          jobs.stream()
              .mapToDouble(
                  job -> Math.min(job.left * jobs.size(), (double) (job.end - time.nanos())))
              .min()
              .orElse(-1);
      if (soonest >= -1) {
        next = time.after(Duration.ofNanos((long) Math.ceil(soonest) + 1), this::endSome);
      }
    }

    private void endSome() {
      work();
      List<Job> over =
          jobs.stream().filter(job -> job.left <= 0 || time.nanos() >= job.end).toList();
      jobs.removeAll(over);
      over.forEach(job -> job.answer.complete(report(job)));
      if (!jobs.isEmpty()) {
        plan();
      }
    }

    private CheckReport report(Job job) {
      if (job.left <= 0) {
        done.add(job.worker);
        return new CheckReport(Verdict.HEALTHY, null, ALONE, List.of());
      }
      timedOut++;
      FailureCause cause = ownProcessor ? FailureCause.GATEWAY_DELAYED : FailureCause.TIMED_OUT;
      return new CheckReport(
          ownProcessor ? Verdict.INCONCLUSIVE : Verdict.FAILING,
          new CheckReport.Problem(CheckStep.PING, cause, ""),
          LIMIT,
          List.of());
    }

    @Override
    public CompletableFuture<Boolean> sweep(ProbeTarget target, Duration limit) {
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public Duration total() {
      work();
      return ownProcessor ? Duration.ofNanos((long) delayed) : Duration.ZERO;
    }
  }

  private Controller controller() {
    Controller made =
        new Controller(
            new ControlDependencies(
                store,
                history,
                server,
                Policy.DEFAULT,
                time,
                time,
                new SplittableRandom(42),
                new InMemoryGateways(time, store),
                new Gateways.Gateway(SampleWorkers.GATEWAY, "host", "127.0.0.1", "test"),
                MetricsRecorder.NONE,
                64,
                server));
    made.start();
    return made;
  }

  private Controller herd() {
    Controller controller = controller();
    for (int i = 0; i < WORKERS; i++) {
      String name = "w%03d".formatted(i);
      FakeLink link = new FakeLink();
      links.put(name, link);
      controller.open(
          SampleWorkers.registration(name, false), new Machine(1000 + i, "SHA256:key"), link);
    }
    return controller;
  }

  private long admitted() {
    return links.values().stream().filter(link -> link.events.contains("registered")).count();
  }

  private Duration untilAllAreIn(Duration most) {
    long begun = time.nanos();
    while (admitted() < WORKERS && time.nanos() - begun < most.toNanos()) {
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(admitted()).isEqualTo(WORKERS);
    return Duration.ofNanos(time.nanos() - begun);
  }

  @Test
  void allAreAdmittedOldestFirstWhenTheirServersAreTheNarrowPlace() {
    Controller controller = herd();
    time.pass(Duration.ofSeconds(1));
    assertThat(links.get("w199").lines)
        .anySatisfy(line -> assertThat(line).contains("191 are before it"));
    assertThat(controller.held())
        .filteredOn(held -> held.name().equals(new WorkerName("w199")))
        .singleElement()
        .satisfies(held -> assertThat(held.waitingFor()).contains("are before it"));
    Duration took = untilAllAreIn(Duration.ofMinutes(30));
    System.out.printf(
        "herd: all %d in after %s, %d timed out, at most %d at once%n",
        WORKERS, took, server.timedOut, server.most);
    assertThat(took)
        .as("one after the other takes %s", ALONE.multipliedBy(WORKERS))
        .isLessThan(ALONE.multipliedBy(WORKERS * 2L));
    assertThat(server.done.subList(0, 8))
        .as("who came first is admitted first")
        .containsExactly("w000", "w001", "w002", "w003", "w004", "w005", "w006", "w007");
    assertThat(server.timedOut).isLessThan(WORKERS / 4);
  }

  @Test
  void allAreAdmittedAndNobodyIsRecordedAsFailingWhenOurOwnProcessorIsTheNarrowPlace() {
    server.ownProcessor = true;
    herd();
    Duration took = untilAllAreIn(Duration.ofMinutes(30));
    System.out.printf(
        "herd: all %d in after %s, %d timed out, at most %d at once%n",
        WORKERS, took, server.timedOut, server.most);
    assertThat(took)
        .as("one after the other takes %s", ALONE.multipliedBy(WORKERS))
        .isLessThan(ALONE.multipliedBy(WORKERS * 3L / 2));
    assertThat(server.most).as("it was late from the first round on").isLessThanOrEqualTo(8);
    assertThat(server.timedOut).isZero();
    List<String> inOrder = server.done.stream().distinct().limit(WORKERS / 2).toList();
    assertThat(inOrder).isSorted();
  }
}
