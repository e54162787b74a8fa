package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.control.port.Event;
import tsa.control.port.Gateways;
import tsa.control.port.History;
import tsa.control.port.MetricsRecorder;
import tsa.control.port.OwningTeam;
import tsa.control.port.Prober;
import tsa.control.port.TrafficFailure;
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
import tsa.worker.Incarnation;
import tsa.worker.WorkerName;

/** When a session checks and sweeps, on virtual time. */
class SessionChecksTest {
  private static final Duration INTERVAL = Policy.DEFAULT.health().checkInterval();

  /** More than one interval with its jitter, and less than two. */
  private static final Duration ROUND = INTERVAL.multipliedBy(13).dividedBy(10);

  private final VirtualTime time = new VirtualTime(SampleWorkers.T0);
  private final InMemoryHistory history = new InMemoryHistory(time);
  private final Asked prober = new Asked();
  private final List<CheckReport> told = new ArrayList<>();
  private final List<Integer> sweepsSoFar = new ArrayList<>();
  private final FailingMeters meters = new FailingMeters();
  private boolean listenerFails;
  private SessionChecks checks;

  @BeforeEach
  void make() {
    ControlDependencies dependencies =
        new ControlDependencies(
            new InMemoryWorkerStore(time, history),
            history,
            prober,
            Policy.DEFAULT,
            time,
            time,
            new SplittableRandom(7),
            new InMemoryGateways(time, new InMemoryWorkerStore(time, history)),
            new Gateways.Gateway(SampleWorkers.GATEWAY, "host", "127.0.0.1", "test"),
            meters,
            64,
            SchedulingDelay.NONE);
    checks =
        new SessionChecks(
            dependencies,
            new CheckQueue(64, Policy.DEFAULT.health().checkLimit(), time, SchedulingDelay.NONE),
            new OwningTeam(null),
            time.lane("w"),
            this::told);
    checks.target(
        new Prober.ProbeTarget(
            new WorkerName("w"),
            new Incarnation(1),
            (server, limit) -> {
              throw new IOException("not dialled here");
            }));
  }

  private void told(CheckReport report) {
    told.add(report);
    sweepsSoFar.add(prober.sweeps);
    if (listenerFails) {
      throw new IllegalStateException("a defect of whoever is told");
    }
  }

  /** A prober whose answers come at once; sweeps answer what the test lined up, or "clean". */
  private static final class Asked implements Prober {
    private final Queue<Boolean> sweepsFind = new ArrayDeque<>();
    private Verdict verdict = Verdict.HEALTHY;
    private boolean throwing;
    private int checks;
    private int sweeps;
    private CompletableFuture<CheckReport> hanging;

    @Override
    public CompletableFuture<HeartbeatResult> heartbeat(ProbeTarget target, Duration limit) {
      throw new AssertionError("nobody asks for heartbeats here");
    }

    @Override
    public CompletableFuture<CheckReport> check(ProbeTarget target, Duration limit, Depth depth) {
      checks++;
      if (throwing) {
        throw new IllegalStateException("a defect of the prober");
      }
      return hanging == null ? CompletableFuture.completedFuture(report()) : hanging;
    }

    private CheckReport report() {
      CheckReport.Problem problem =
          verdict.isGood()
              ? null
              : new CheckReport.Problem(CheckStep.CREATE_VOLUME, FailureCause.DISK, "full");
      return new CheckReport(verdict, problem, Duration.ofMillis(3), List.of());
    }

    @Override
    public CompletableFuture<Boolean> sweep(ProbeTarget target, Duration limit) {
      sweeps++;
      Boolean found = sweepsFind.poll();
      return CompletableFuture.completedFuture(found == null || found);
    }
  }

  /** Counts, or fails to. */
  private static final class FailingMeters implements MetricsRecorder {
    private boolean failing;

    @Override
    public void changed(Event event) {}

    @Override
    public void heartbeat(Prober.HeartbeatResult result) {}

    @Override
    public void checked(History.CheckKind kind, CheckReport report) {
      if (failing) {
        throw new IllegalStateException("a defect of the meters");
      }
    }

    @Override
    public void passed(Duration took, boolean answered) {}

    @Override
    public void handshake(Handshake how) {}

    @Override
    public void atcAnswered(String call, String answer) {}

    @Override
    public void trafficFailed(TrafficFailure failure) {}

    @Override
    public void keysCurrent(boolean current) {}
  }

  /** Lets one round of checks pass, through defects that a real lane would log. */
  private void roundWithDefect() {
    int before = prober.checks;
    assertThatThrownBy(() -> time.pass(ROUND)).hasMessageStartingWith("a defect of ");
    assertThat(prober.checks).isEqualTo(before + 1);
  }

  /** At once, then one in five seconds: after 5, 10 and 15 s here. */
  @Test
  void trafficThatFailsBringsTheNextCheckForward() {
    checks.periodically(true);
    time.pass(ROUND);
    int before = prober.checks;
    checks.soon();
    checks.soon();
    time.pass(Duration.ofSeconds(5));
    assertThat(prober.checks).isEqualTo(before + 1);
    for (int i = 0; i < 20; i++) {
      checks.soon();
      time.pass(Duration.ofMillis(500));
    }
    assertThat(prober.checks).isEqualTo(before + 4);
  }

  @Test
  void metersThatFailDoNotEndTheChecks() {
    checks.periodically(true);
    meters.failing = true;
    CompletableFuture<CheckReport> asked = checks.now();
    roundWithDefect();
    assertThat(asked).isCompleted();
    assertThat(told).as("the rules hear of it all the same").hasSize(1);
    meters.failing = false;
    time.pass(ROUND);
    assertThat(told).hasSize(2);
  }

  @Test
  void aListenerThatFailsDoesNotEndTheChecks() {
    checks.periodically(true);
    listenerFails = true;
    roundWithDefect();
    listenerFails = false;
    time.pass(ROUND);
    assertThat(told).hasSize(2);
  }

  @Test
  void aProberThatFailsDoesNotEndTheChecksAndIsHeldAgainstNobody() {
    checks.periodically(true);
    prober.throwing = true;
    time.pass(ROUND);
    assertThat(told).extracting(CheckReport::verdict).containsOnly(Verdict.INCONCLUSIVE);
    prober.throwing = false;
    time.pass(ROUND);
    assertThat(told).extracting(CheckReport::verdict).endsWith(Verdict.HEALTHY);
  }

  /** Lets that many checks pass; tells how many sweeps there had been when each of them ended. */
  private List<Integer> sweepsBeforeEachOf(int rounds) {
    sweepsSoFar.clear();
    while (sweepsSoFar.size() < rounds) {
      time.pass(ROUND);
    }
    return List.copyOf(sweepsSoFar.subList(0, rounds));
  }

  @Test
  void aWorkerWithNothingLeftIsNotSweptAgain() {
    checks.periodically(true);
    assertThat(sweepsBeforeEachOf(5)).containsOnly(1);
  }

  @Test
  void sweepsThatLeaveSomethingAreRepeatedEverMoreSeldomUntilOneIsClean() {
    prober.sweepsFind.addAll(List.of(false, false, false, false, true));
    checks.periodically(true);
    assertThat(sweepsBeforeEachOf(17))
        .as("the first at once, then after 1, 2, 4 and 8 checks")
        .containsExactly(1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5);
    assertThat(sweepsBeforeEachOf(20)).containsOnly(5);
  }

  @Test
  void aCheckThatFailsIsSweptAfterAtOnceAgain() {
    prober.sweepsFind.addAll(List.of(false, false, false, true));
    checks.periodically(true);
    assertThat(sweepsBeforeEachOf(8)).endsWith(4);
    prober.verdict = Verdict.FAILING;
    assertThat(sweepsBeforeEachOf(3)).containsExactly(4, 5, 6);
  }

  @Test
  void whatAHeartbeatSawOfOursIsSweptUnlessACheckIsUnderWay() {
    checks.periodically(true);
    assertThat(sweepsBeforeEachOf(1)).containsExactly(1);
    checks.seen(0);
    assertThat(sweepsBeforeEachOf(2)).containsExactly(1, 1);
    checks.seen(1);
    assertThat(sweepsBeforeEachOf(2)).containsExactly(1, 2);

    prober.hanging = new CompletableFuture<>();
    time.pass(ROUND);
    checks.seen(1);
    prober.hanging.complete(prober.report());
    prober.hanging = null;
    assertThat(sweepsBeforeEachOf(2)).as("it was the check's own").containsExactly(2, 2);
  }

  @Test
  void nothingIsAskedOfAWorkerThatIsGone() {
    checks.periodically(true);
    time.pass(ROUND);
    int soFar = prober.checks;
    checks.stop();
    checks.sweep();
    time.pass(ROUND.multipliedBy(3));
    assertThat(prober.checks).isEqualTo(soFar);
    assertThat(prober.sweeps).isEqualTo(1);
    CompletableFuture<CheckReport> asked = checks.now();
    time.pass(Duration.ZERO);
    assertThat(asked).isCompleted();
    assertThat(told).hasSize(soFar);
  }
}
