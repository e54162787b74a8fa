package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Contradicting numbers cannot be built; the message names the setting, its value and the rule. */
class PolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void theDefaultsAreThoseOfTheDesign() {
    Policy policy = Policy.DEFAULT;
    assertThat(policy.reach().stallAfter()).isEqualTo(Duration.ofSeconds(60));
    assertThat(policy.work().failures()).isEqualTo(3);
    assertThat(policy.brake().freezePercent()).isEqualTo(55);
  }

  @Test
  void stallingBeforeABeatCanHaveComeIsRefused() {
    assertThatThrownBy(() -> reach(Duration.ofSeconds(10), Duration.ofSeconds(45)))
        .isInstanceOf(PolicyException.class)
        .hasMessage("--stall-after is 45s, but it must not be shorter than two beat intervals, 1m");
    assertThatThrownBy(() -> reach(Duration.ofSeconds(30), Duration.ofSeconds(60)))
        .hasMessage(
            "--stall-after is 1m, but it must not be shorter than a beat with its jitter and"
                + " limit, which can take 1m6s");
  }

  private static Policy.Reach reach(Duration limit, Duration stallAfter) {
    return new Policy.Reach(Duration.ofSeconds(30), limit, stallAfter, SECOND, Duration.ZERO);
  }

  @Test
  void negativeZeroAndOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Policy.Drains(Duration.ZERO, SECOND))
        .hasMessage("--drain-timeout is 0s, but it must be longer than zero");
    assertThatThrownBy(() -> new Policy.Work(true, SECOND, SECOND, 0, SECOND, false))
        .hasMessage("--check-failures is 0, but it must be at least 1");
    assertThatThrownBy(() -> new Policy.Brake(2, 101, SECOND, 55, SECOND, SECOND))
        .hasMessage("--fleet-brake-percent is 101, but a share is between 1 and 100 percent");
    assertThatThrownBy(() -> new Policy.Quarantines(Duration.ofHours(2), Duration.ofHours(1)))
        .hasMessage("--quarantine-min is 2h, but it must not exceed quarantine-max 1h");
  }

  @Test
  void aCheckThatTakesLongerThanItsIntervalIsRefused() {
    Policy policy = Policy.DEFAULT;
    Policy.Work work =
        new Policy.Work(true, SECOND, Duration.ofSeconds(2), 3, Duration.ZERO, false);
    assertThatThrownBy(() ->
            new Policy(policy.reach(), work, policy.drains(), policy.quarantines(), policy.brake()))
        .hasMessage("--check-timeout is 2s, but it must not be longer than check-interval 1s");
  }
}
