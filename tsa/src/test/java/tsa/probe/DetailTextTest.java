package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetailTextTest {
  @Test
  void whatIsFitStaysAsItIs() {
    assertThat(DetailText.of("failed: größer 再 😀")).isEqualTo("failed: größer 再 😀");
    assertThat(DetailText.of(null)).isEmpty();
  }

  @Test
  void controlAndFormatCharactersBecomeOneBlank() {
    assertThat(DetailText.of("\r\na\u0000\u001b[31mb\u202e\u2028c\ud800d\n"))
        .isEqualTo("a [31mb c d");
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    assertThat(DetailText.of("x".repeat(5_000_000))).hasSize(DetailText.MAX).endsWith("x…");
    assertThat(DetailText.of("x".repeat(300))).hasSize(300).endsWith("x");
    assertThat(DetailText.of("x".repeat(298) + "😀".repeat(10))).hasSize(299).endsWith("x…");
  }
}
