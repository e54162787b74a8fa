package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;

/** Contradicting numbers cannot be built; the message names the setting, its value and the rule. */
@Pure
class PolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void aWorkerStallsAfterAMinuteAndIsBrokenAfterThreeFailures() {
    Policy policy = Policy.DEFAULT;
    assertThat(policy.connectivity().stallAfter()).isEqualTo(Duration.ofMinutes(1));
    assertThat(policy.health().failures()).isEqualTo(3);
  }

  @Test
  void stallingBeforeAHeartbeatCanHaveComeIsRefused() {
    assertThatThrownBy(() -> connectivity(Duration.ofSeconds(10), Duration.ofSeconds(45)))
        .isInstanceOf(PolicyException.class)
        .hasMessage(
            "--stall-after is 45s, but it must not be shorter than two heartbeat intervals, 1m");
    assertThatThrownBy(() -> connectivity(Duration.ofSeconds(30), Duration.ofSeconds(60)))
        .hasMessage(
            "--stall-after is 1m, but it must not be shorter than a heartbeat with its jitter and"
                + " limit, which can take 1m6s");
  }

  private static Policy.Connectivity connectivity(Duration limit, Duration stallAfter) {
    return new Policy.Connectivity(
        Duration.ofSeconds(30), limit, stallAfter, SECOND, Duration.ZERO);
  }

  @Test
  void negativeZeroAndOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Policy.Drains(Duration.ZERO, SECOND))
        .hasMessage("--drain-timeout is 0s, but it must be longer than zero");
    assertThatThrownBy(() -> new Policy.Health(true, SECOND, SECOND, 0, SECOND, false))
        .hasMessage("--check-failures is 0, but it must be at least 1");
    assertThatThrownBy(() -> new Policy.Brake(2, 101, SECOND, 55, SECOND, SECOND))
        .hasMessage("--fleet-brake-percent is 101, but a share is between 1 and 100 percent");
    assertThatThrownBy(() -> new Policy.Quarantines(Duration.ofHours(2), Duration.ofHours(1)))
        .hasMessage("--quarantine-min is 2h, but it must not exceed quarantine-max 1h");
  }

  private static final Duration NEVER = Duration.ZERO;
  private static final Duration BACKWARDS = Duration.ofSeconds(-1);

  private static void assertRefused(Runnable build, String setting, String value) {
    assertThatThrownBy(build::run)
        .isInstanceOf(PolicyException.class)
        .hasMessageStartingWith("--" + setting + " is " + value + ", but ");
  }

  @Test
  void everyNumberOfConnectivityIsHeldAgainstItsRange() {
    assertRefused(
        () -> connectivity(NEVER, SECOND, SECOND, SECOND, SECOND), "tsa-heartbeat-interval", "0s");
    assertRefused(
        () -> connectivity(SECOND, NEVER, SECOND, SECOND, SECOND), "heartbeat-timeout", "0s");
    assertRefused(
        () -> connectivity(SECOND, SECOND, SECOND, NEVER, SECOND), "ephemeral-grace", "0s");
    assertRefused(
        () -> connectivity(SECOND, SECOND, SECOND, SECOND, BACKWARDS),
        "stalled-worker-timeout",
        "-1s");
  }

  private static void connectivity(Duration a, Duration b, Duration c, Duration d, Duration e) {
    new Policy.Connectivity(a, b, c, d, e).longestGap();
  }

  @Test
  void everyNumberOfWorkIsHeldAgainstItsRange() {
    assertRefused(() -> work(NEVER, SECOND, SECOND), "check-interval", "0s");
    assertRefused(() -> work(SECOND, NEVER, SECOND), "check-timeout", "0s");
    assertRefused(() -> work(SECOND, SECOND, BACKWARDS), "check-failing-for", "-1s");
  }

  private static void work(Duration interval, Duration limit, Duration failingFor) {
    new Policy.Health(true, interval, limit, 3, failingFor, false).failures();
  }

  @Test
  void everyNumberOfTheDrainsAndQuarantinesIsHeldAgainstItsRange() {
    assertRefused(() -> new Policy.Drains(SECOND, NEVER).timeout(), "retired-retention", "0s");
    assertRefused(() -> new Policy.Quarantines(NEVER, SECOND).max(), "quarantine-min", "0s");
  }

  @Test
  void everyNumberOfTheBrakeIsHeldAgainstItsRange() {
    assertRefused(() -> brake(0, 20, SECOND, 55, SECOND, SECOND), "fleet-brake-workers", "0");
    assertRefused(() -> brake(2, 0, SECOND, 55, SECOND, SECOND), "fleet-brake-percent", "0");
    assertRefused(() -> brake(2, 20, NEVER, 55, SECOND, SECOND), "fleet-brake-window", "0s");
    assertRefused(() -> brake(2, 20, SECOND, 101, SECOND, SECOND), "fleet-freeze-percent", "101");
    assertRefused(() -> brake(2, 20, SECOND, 55, BACKWARDS, SECOND), "retire-interval", "-1s");
    assertRefused(() -> brake(2, 20, SECOND, 55, SECOND, BACKWARDS), "evaluation-grace", "-1s");
  }

  private static void brake(
      int workers, int percent, Duration window, int freeze, Duration interval, Duration grace) {
    new Policy.Brake(workers, percent, window, freeze, interval, grace).workers();
  }

  @Test
  void aLargeFleetIsAskedMoreSeldomAndStallsLaterInProportion() {
    assertThat(Policy.DEFAULT.forFleet(6_000)).isEqualTo(Policy.DEFAULT);
    Policy.Connectivity large = Policy.DEFAULT.forFleet(12_000).connectivity();
    assertThat(large.heartbeatInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(large.stallAfter()).isEqualTo(Duration.ofMinutes(2));
  }

  private static void policy(Policy.Drains drains, Policy.Brake brake) {
    Policy policy = Policy.DEFAULT;
    new Policy(policy.connectivity(), policy.health(), drains, policy.quarantines(), brake)
        .evaluationNeeds();
  }

  @Test
  void aBrakeThatForgetsAFailureBeforeTheNextCheckIsRefused() {
    Duration gap = Duration.ofSeconds(102);
    policy(Policy.DEFAULT.drains(), brake(gap));
    assertThatThrownBy(() -> policy(Policy.DEFAULT.drains(), brake(gap.minusSeconds(1))))
        .isInstanceOf(PolicyException.class)
        .hasMessage(
            "--fleet-brake-window is 1m41s, but it must not be shorter than the time between two"
                + " failed checks, which can be 1m42s");
  }

  private static Policy.Brake brake(Duration window) {
    return new Policy.Brake(2, 20, window, 55, SECOND, SECOND);
  }

  @Test
  void aQuarantineThatOutlivesItsRecordIsRefused() {
    policy(new Policy.Drains(SECOND, Duration.ofHours(1)), Policy.DEFAULT.brake());
    assertThatThrownBy(
            () -> policy(new Policy.Drains(SECOND, Duration.ofMinutes(59)), Policy.DEFAULT.brake()))
        .isInstanceOf(PolicyException.class)
        .hasMessage(
            "--quarantine-max is 1h, but it must not exceed retired-retention, with which the"
                + " record of it goes, 59m");
  }

  @Test
  void aCheckThatTakesLongerThanItsIntervalIsRefused() {
    Policy policy = Policy.DEFAULT;
    Policy.Health health =
        new Policy.Health(true, SECOND, Duration.ofSeconds(2), 3, Duration.ZERO, false);
    assertThatThrownBy(() ->
            new Policy(
                policy.connectivity(),
                health,
                policy.drains(),
                policy.quarantines(),
                policy.brake()))
        .hasMessage("--check-timeout is 2s, but it must not be longer than check-interval 1s");
  }
}
