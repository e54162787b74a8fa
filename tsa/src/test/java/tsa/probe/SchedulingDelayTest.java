package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.testing.Patience.eventually;

import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.control.DelayMonitor;
import tsa.lifecycle.CheckReport;
import tsa.lifecycle.CheckStep;
import tsa.lifecycle.FailureCause;
import tsa.lifecycle.Verdict;
import tsa.testing.Slowness;
import tsa.worker.CheckHandle;

/** A gateway that does not run as it should blames nobody for being slow. */
class SchedulingDelayTest {
  private static final String CREATE = "POST /volumes-async";

  /** A third of it is the limit of making a volume. */
  private static final Duration LIMIT = Slowness.scaled(Duration.ofSeconds(3));

  private final AtomicLong nanos = new AtomicLong(-5);
  private final DelayMonitor delay = new DelayMonitor(nanos::get);
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ScriptedWorker worker;

  @BeforeEach
  void start() throws IOException {
    worker = new ScriptedWorker();
  }

  @AfterEach
  void stop() throws IOException {
    timer.shutdownNow();
    worker.close();
  }

  private void pass(int millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  /** Runs late by that, in proportion to the limit. */
  private void late(int millis) {
    pass(20 + scaled(millis));
  }

  private static int scaled(int millis) {
    return Math.toIntExact(Slowness.scaled(Duration.ofMillis(millis)).toMillis());
  }

  private CheckReport check() {
    CheckContext context =
        new CheckContext(
            worker,
            new CheckJournal(new RecordingJournal(), new UUID(0, 1), Probing.target(worker)),
            250,
            timer,
            System::nanoTime,
            delay,
            new Cancellation());
    return new DeepCheck(context, CheckHandle.of(new UUID(0, 9)), null, false, LIMIT).run();
  }

  @Test
  void whatRunsInTimeOrAMomentLaterIsNotLate() {
    for (int i = 0; i <= 25; i++) {
      pass(i); // up to a moment after it was due
      delay.ran();
    }
    assertThat(delay.total()).isZero();
  }

  @Test
  void whatIsLateAddsUpAlsoWhileItIsStillDue() {
    pass(350);
    assertThat(delay.total()).isEqualTo(Duration.ofMillis(330));
    pass(20);
    delay.ran();
    assertThat(delay.total()).isEqualTo(Duration.ofMillis(350));
    Duration before = delay.total();
    pass(1_020);
    delay.ran();
    pass(10);
    assertThat(delay.since(before)).isEqualTo(Duration.ofSeconds(1));
  }

  /** Once something ran, a part of an interval may pass without anything being late. */
  @Test
  void itIsMeasuredForAsLongAsTheTimerRuns() {
    delay.watch(timer);
    for (int i = 0; i < 3; i++) {
      pass(5_000);
      eventually()
          .until(() -> {
            Duration before = delay.total();
            pass(10);
            return delay.total().equals(before);
          });
    }
    assertThat(delay.total()).isGreaterThan(Duration.ofSeconds(14));
  }

  @Test
  void aStepThatTimesOutInAGatewayThatRunsWellIsHeldAgainstTheWorker() {
    worker.hangOn(CREATE).before(CREATE, () -> late(245));
    CheckReport report = check();
    assertThat(report.verdict()).isEqualTo(Verdict.FAILING);
    assertThat(report.problem().step()).isEqualTo(CheckStep.CREATE_VOLUME);
    assertThat(report.problem().cause()).isEqualTo(FailureCause.TIMED_OUT);
  }

  /** More than a quarter of the second of that step. */
  @Test
  void aStepThatTimesOutInAGatewayThatRanLateSaysNothing() {
    worker.hangOn(CREATE).before(CREATE, () -> late(255));
    CheckReport report = check();
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.problem().cause()).isEqualTo(FailureCause.GATEWAY_DELAYED);
    assertThat(report.problem().detail())
        .startsWith("this gateway itself ran late, by %d ms: ".formatted(scaled(255)));
  }

  /**
   * The step that times out lost nothing, but the check more than a quarter of its three seconds.
   */
  @Test
  void aCheckThatLostAQuarterOfItsTimeHereSaysNothingEither() {
    worker.before("GET /ping", () -> late(800)).hangOn(CREATE);
    assertThat(check().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  /** An error is the worker's own word, however late it is read. */
  @Test
  void anErrorIsHeldAgainstTheWorkerAlsoByAGatewayThatRanLate() {
    worker.on(CREATE, 500, "read-only file system").before(CREATE, () -> late(2_500));
    assertThat(check().verdict()).isEqualTo(Verdict.FAILING);
  }
}
