package tsa.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.testing.Pure;

/** Reasons carry exactly the details their sentence names. */
@Pure
class ReasonTest {
  @Test
  void theSentenceTakesItsDetailsAsTheyAre() {
    Reason reason = Reason.of(ReasonCode.PRUNED, "by", "{why}", "why", "$1 \\ {by}");
    assertThat(reason.sentence()).isEqualTo("pruned by {why}: $1 \\ {by}");
  }

  @Test
  void missingAndSuperfluousDetailsAreRefused() {
    assertThatThrownBy(() -> Reason.of(ReasonCode.PRUNED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Reason.of(ReasonCode.DRAINED, "by", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void longDetailsAreShortened() {
    Reason reason = Reason.of(ReasonCode.PRUNED, "by", "x", "why", "y".repeat(10_000));
    assertThat(reason.details().get("why")).hasSize(Reason.MAX_DETAIL).endsWith("…");
  }

  @Test
  void durationsAreWrittenAsConcourseWritesThem() {
    assertThat(Reason.of(ReasonCode.REACHED, "silence", Duration.ofSeconds(90)).sentence())
        .isEqualTo("a good heartbeat after 1m30s out of reach");
  }

  @ParameterizedTest
  @EnumSource(ReasonCode.class)
  void everyCodeIsFoundByItsIdAndExplained(ReasonCode code) {
    assertThat(ReasonCode.ofId(code.id())).contains(code);
    assertThat(code.meaning()).endsWith(".");
    assertThat(code.remedy()).endsWith(".");
  }
}
