package tsa.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tsa.testing.Pure;

@Pure
class AdaptiveLimitTest {
  private static void round(AdaptiveLimit limit) {
    int many = limit.now();
    for (int i = 0; i < many; i++) {
      limit.begin();
      limit.done();
    }
  }

  @Test
  void itDoublesWithEachRoundUntilTheFirstSignOfCongestion() {
    AdaptiveLimit limit = new AdaptiveLimit(8, 64);
    round(limit);
    assertThat(limit.now()).isEqualTo(16);
    round(limit);
    assertThat(limit.now()).isEqualTo(32);
  }

  @Test
  void itGrowsByOneARoundAfterwards() {
    AdaptiveLimit limit = new AdaptiveLimit(8, 64);
    limit.congested(limit.begin());
    assertThat(limit.now()).isEqualTo(4);
    round(limit);
    round(limit);
    round(limit);
    assertThat(limit.now()).isBetween(6, 7);
  }

  @Test
  void whatBeganBeforeTheLastHalvingTellsNothingNew() {
    AdaptiveLimit limit = new AdaptiveLimit(8, 64);
    long early = limit.begin();
    long alsoEarly = limit.begin();
    limit.congested(early);
    limit.congested(alsoEarly);
    assertThat(limit.now()).isEqualTo(4);
    limit.congested(limit.begin());
    assertThat(limit.now()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itStaysBetweenOneAndTheMostWhateverHappens(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AdaptiveLimit limit = new AdaptiveLimit(1 + random.nextInt(100), 64);
    for (int i = 0; i < 10_000; i++) {
      long number = limit.begin();
      if (random.nextInt(10) < 8) {
        limit.done();
      } else {
        limit.congested(number);
      }
      assertThat(limit.now()).as("seed %d, step %d", seed, i).isBetween(1, 64);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 0", "-1, 5"})
  void itIsNeverLessThanOne(int first, int most) {
    assertThatThrownBy(() -> new AdaptiveLimit(first, most))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
