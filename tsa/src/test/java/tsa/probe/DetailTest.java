package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DetailTest {
  @Test
  void whatIsFitStaysAsItIs() {
    assertThat(Detail.of("failed: größer 再 😀")).isEqualTo("failed: größer 再 😀");
    assertThat(Detail.of(null)).isEmpty();
  }

  @Test
  void controlAndFormatCharactersBecomeOneBlank() {
    assertThat(Detail.of("\r\na\u0000\u001b[31mb\u202e\u2028c\ud800d\n")).isEqualTo("a [31mb c d");
  }

  @Test
  void longTextsAreCutBetweenCharacters() {
    assertThat(Detail.of("x".repeat(5_000_000))).hasSize(Detail.MAX).endsWith("x…");
    assertThat(Detail.of("x".repeat(300))).hasSize(300).endsWith("x");
    assertThat(Detail.of("x".repeat(298) + "😀".repeat(10))).hasSize(299).endsWith("x…");
  }
}
