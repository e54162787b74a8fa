package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tsa.control.port.Gateways;
import tsa.control.port.Prober;
import tsa.control.port.Tunnel;
import tsa.lab.rehearsal.InMemoryGateways;
import tsa.lab.rehearsal.InMemoryHistory;
import tsa.lab.rehearsal.InMemoryWorkerStore;
import tsa.lab.rehearsal.VirtualTime;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Policy;
import tsa.lifecycle.SampleWorkers;
import tsa.worker.Incarnation;
import tsa.worker.Load;
import tsa.worker.WorkerName;

/** How often workers are asked: with jitter, more seldom in a large fleet, and backing off. */
class HeartbeatPaceTest {
  private static final Duration INTERVAL = Policy.DEFAULT.connectivity().heartbeatInterval();

  private final VirtualTime time = new VirtualTime(SampleWorkers.T0);
  private final List<Long> asked = new ArrayList<>();
  private boolean answers = true;
  private final HeartbeatPace pace = new HeartbeatPace(Policy.DEFAULT, time);

  /** Notes when it is asked. */
  private final class Noting implements Prober {
    @Override
    public CompletableFuture<HeartbeatResult> heartbeat(ProbeTarget target, Duration limit) {
      asked.add(time.nanos());
      return CompletableFuture.completedFuture(
          answers
              ? new HeartbeatResult.Good(new Load(0, 0, 0))
              : new HeartbeatResult.Missed(Tunnel.Server.GARDEN, FailureCause.TIMED_OUT, ""));
    }

    @Override
    public CompletableFuture<CheckReport> check(ProbeTarget target, Duration limit, Depth depth) {
      throw new AssertionError("nobody asked for a check");
    }

    @Override
    public CompletableFuture<Boolean> sweep(ProbeTarget target, Duration limit) {
      throw new AssertionError("nobody asked for a sweep");
    }
  }

  private SessionHeartbeats begun(long seed) {
    InMemoryHistory history = new InMemoryHistory(time);
    InMemoryWorkerStore store = new InMemoryWorkerStore(time, history);
    ControlDependencies dependencies =
        new ControlDependencies(
            store,
            history,
            new Noting(),
            Policy.DEFAULT,
            time,
            time,
            new SplittableRandom(seed),
            new InMemoryGateways(time, store),
            new Gateways.Gateway(new UUID(0, 1), "host", "127.0.0.1", "test"));
    SessionHeartbeats heartbeats =
        new SessionHeartbeats(
            dependencies,
            pace,
            new EvaluationMonitor(time),
            time.lane("heartbeats"),
            load -> {},
            (missed, problem) -> {});
    Tunnel nowhere =
        (server, limit) -> {
          throw new IOException("no tunnel");
        };
    heartbeats.start(new Prober.ProbeTarget(new WorkerName("w"), new Incarnation(1), nowhere));
    return heartbeats;
  }

  private List<Duration> gaps() {
    List<Duration> gaps = new ArrayList<>();
    for (int i = 1; i < asked.size(); i++) {
      gaps.add(Duration.ofNanos(asked.get(i) - asked.get(i - 1)));
    }
    return gaps;
  }

  @Test
  void aWorkerThatAnswersIsAskedAtTheIntervalWithJitter() {
    begun(1);
    time.pass(Duration.ofHours(2));
    assertThat(gaps())
        .hasSizeGreaterThan(200)
        .allSatisfy(gap -> assertThat(gap).isBetween(fifths(4), fifths(6)))
        .anySatisfy(gap -> assertThat(gap).isLessThan(INTERVAL.minusSeconds(3)))
        .anySatisfy(gap -> assertThat(gap).isGreaterThan(INTERVAL.plusSeconds(3)));
  }

  private static Duration fifths(int count) {
    return INTERVAL.dividedBy(5).multipliedBy(count);
  }

  @Test
  void aWorkerThatDoesNotAnswerIsAskedAgainSoonAndThenEverMoreSeldom() {
    answers = false;
    begun(2);
    time.pass(Duration.ofMinutes(10));
    List<Duration> gaps = gaps();
    assertThat(gaps.getFirst()).isBetween(Duration.ofMillis(800), Duration.ofMillis(1200));
    for (int i = 0; i < 4; i++) {
      Duration middle = Duration.ofSeconds(1L << i);
      assertThat(gaps.get(i))
          .isBetween(middle.multipliedBy(4).dividedBy(5), middle.multipliedBy(6).dividedBy(5));
    }
    assertThat(gaps.subList(6, gaps.size()))
        .isNotEmpty()
        .allSatisfy(gap -> assertThat(gap).isBetween(fifths(4), fifths(6)));
  }

  @Test
  void theFirstAnswerEndsTheBackingOff() {
    answers = false;
    begun(3);
    time.pass(Duration.ofMinutes(10));
    answers = true;
    time.pass(Duration.ofMinutes(1));
    answers = false;
    asked.clear();
    time.pass(Duration.ofMinutes(1));
    assertThat(gaps().getFirst()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void aLargeFleetIsAskedMoreSeldomAndJudgedMoreSlowlyUntilItHasShrunkForLongEnough() {
    pace.fleet(12_000);
    assertThat(pace.interval()).isEqualTo(INTERVAL.multipliedBy(2));
    Duration slow = pace.policy().connectivity().stallAfter();
    assertThat(slow).isEqualTo(Policy.DEFAULT.connectivity().stallAfter().multipliedBy(2));
    pace.fleet(100);
    assertThat(pace.interval()).as("heartbeats are faster at once").isEqualTo(INTERVAL);
    assertThat(pace.policy().connectivity().stallAfter())
        .as("but nobody is evaluated by that")
        .isEqualTo(slow);
    time.pass(slow.plusSeconds(1));
    pace.fleet(100);
    assertThat(pace.policy()).isEqualTo(Policy.DEFAULT);
  }
}
