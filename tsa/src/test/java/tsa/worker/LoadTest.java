package tsa.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;

/** The names of what lives on a worker are its own words: bounded and harmless. */
@Pure
class LoadTest {
  private static List<String> names(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj("0a0a0a0a-1b1b-2c2c-3d3d-0000000%05d"::formatted)
        .toList();
  }

  @Test
  void aFewNamesAreKeptAndTheRestIsCounted() {
    Load load = new Load(300, 0, 0, names(300));
    assertThat(load.names()).hasSize(Load.MOST_NAMES);
    assertThat(load.blockers(1000))
        .startsWith("0a0a0a0a-1b1b-2c2c-3d3d-000000000001, ")
        .endsWith("000020 and 280 more");
  }

  @Test
  void whatDoesNotFitIsCountedToo() {
    Load load = new Load(9, 0, 0, names(9));
    assertThat(load.blockers(500)).hasSizeLessThanOrEqualTo(500);
    assertThat(load.blockers(100))
        .isEqualTo(
            "0a0a0a0a-1b1b-2c2c-3d3d-000000000001, 0a0a0a0a-1b1b-2c2c-3d3d-000000000002 and 7"
                + " more");
    assertThat(load.blockers(1)).isEqualTo("none and 9 more");
  }

  @Test
  void nothingAndNothingKnownAreTwoThings() {
    assertThat(new Load(0, 3, 0).blockers(500)).isEqualTo("none");
    assertThat(new Load(2, 3, 0).blockers(500)).isEqualTo("not named yet");
    assertThat(new Load(1, 0, 0, List.of("a")).blockers(500)).isEqualTo("a");
  }

  @Test
  void hostileNamesAreCleanedAndShortened() {
    String hostile = "a\u001b[2J\nb,c\u202e" + "\uD800" + "x".repeat(10_000);
    Load load = new Load(1, 0, 0, List.of(hostile));
    assertThat(load.names().getFirst()).startsWith("a?[2J?b?c??xxx").hasSize(Load.LONGEST_NAME);
  }
}
