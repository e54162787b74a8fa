package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;
import static tsa.lifecycle.SampleWorkers.T0;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tsa.lab.rehearsal.VirtualTime;
import tsa.lifecycle.EvaluationStatus;
import tsa.lifecycle.SuspensionCause;

/** What suspends health evaluation, each at its limit, and from when on it is active again. */
class EvaluationMonitorTest {
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final VirtualTime time = new VirtualTime(T0);
  private final EvaluationMonitor monitor = new EvaluationMonitor(time);

  /** A pass that was due now, began so late and took so long. */
  private EvaluationStatus pass(Duration late, Duration took) {
    time.pass(EVERY);
    long due = time.nanos();
    time.freeze(late);
    long begun = time.nanos();
    time.freeze(took);
    return monitor.passed(due, begun, time.instant());
  }

  private EvaluationStatus pass() {
    return pass(Duration.ZERO, Duration.ZERO);
  }

  @BeforeEach
  void itHasBeenFit() {
    assertThat(monitor.status()).isEqualTo(suspended(SuspensionCause.STARTING, "just started"));
    Instant since = pass().activeSince();
    assertThat(since).isNotNull();
    assertThat(pass().activeSince()).as("it stays fit since then").isEqualTo(since);
  }

  private static EvaluationStatus suspended(SuspensionCause cause, String problem) {
    return new EvaluationStatus(null, cause, problem);
  }

  private void assertUnfitUntilTheNextGoodPass(
      EvaluationStatus evaluation, SuspensionCause cause, String problem) {
    assertThat(evaluation).isEqualTo(suspended(cause, problem));
    EvaluationStatus again = pass();
    assertThat(again.activeSince()).isEqualTo(time.instant());
    assertThat(again.problem()).as("the last problem is remembered").isEqualTo(problem);
  }

  @Test
  void aPassThatComesTooLateTellsOfAPause() {
    assertThat(pass(EvaluationMonitor.LATE, Duration.ZERO).activeSince()).isNotNull();
    assertUnfitUntilTheNextGoodPass(
        pass(EvaluationMonitor.LATE.plusMillis(1), Duration.ZERO),
        SuspensionCause.LATE,
        "the loop ran 5s late");
  }

  @Test
  void aHeartbeatMissedThroughOurOwnDelayIsNobodysSilence() {
    monitor.delayed();
    String problem = "this process ran too late to hear answers in time";
    assertThat(monitor.status()).isEqualTo(suspended(SuspensionCause.LATE, problem));
    assertUnfitUntilTheNextGoodPass(pass(), SuspensionCause.LATE, problem);
  }

  @Test
  void aSlowDatabaseMayHaveLostHeartbeats() {
    assertThat(pass(Duration.ZERO, EvaluationMonitor.SLOW).activeSince()).isNotNull();
    assertUnfitUntilTheNextGoodPass(
        pass(Duration.ZERO, EvaluationMonitor.SLOW.plusMillis(1)),
        SuspensionCause.DATABASE,
        "the database took 5s");
  }

  @Test
  void aClockThatJumpsEitherWayIsNoticed() {
    time.jump(EvaluationMonitor.JUMP);
    assertThat(pass().activeSince()).isNotNull();
    time.jump(Duration.ofHours(-1));
    assertUnfitUntilTheNextGoodPass(
        pass(), SuspensionCause.CLOCK, "the database's clock jumped by 1h");
    time.jump(Duration.ofHours(2));
    assertUnfitUntilTheNextGoodPass(
        pass(), SuspensionCause.CLOCK, "the database's clock jumped by 2h");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNoticedAtOnce() {
    monitor.storeFailed();
    assertUnfitUntilTheNextGoodPass(
        monitor.status(), SuspensionCause.DATABASE, "the database did not answer");
  }

  @Test
  void heartbeatsThatAreLostOrSlowMakeSilenceMeaningless() {
    monitor.heartbeatsLost();
    assertThat(monitor.status())
        .isEqualTo(suspended(SuspensionCause.HEARTBEATS, "heartbeats could not be written"));
    assertThat(pass().activeSince()).as("they were lost since the pass before").isNull();
    assertThat(pass().activeSince()).isNotNull();
    monitor.writingHeartbeats();
    time.freeze(EvaluationMonitor.SLOW.plusSeconds(1));
    assertThat(monitor.status().activeSince()).isNotNull();
    monitor.heartbeatsWritten();
    assertThat(monitor.status())
        .isEqualTo(suspended(SuspensionCause.HEARTBEATS, "writing heartbeats took 6s"));
  }

  @Test
  void heartbeatsThatAreStillBeingWrittenAreNoticedByThePass() {
    monitor.writingHeartbeats();
    time.pass(Duration.ofSeconds(10));
    EvaluationStatus evaluation = pass();
    assertThat(evaluation.cause()).isEqualTo(SuspensionCause.HEARTBEATS);
    assertThat(evaluation.problem()).startsWith("heartbeats have been being written for 15s");
  }
}
