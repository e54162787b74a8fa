package tsa.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tsa.cli.text.Colour;
import tsa.cli.text.Table;
import tsa.cli.text.TimeText;

/** The small parts of which output is made. */
class TextTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0,0s",
    "59,59s",
    "60,1m0s",
    "184,3m4s",
    "3599,59m59s",
    "3600,1h0m",
    "18360,5h6m",
    "86399,23h59m",
    "86400,1d",
    "604800,7d",
    "-5,0s"
  })
  void lengthsAreWrittenAsFlyWritesAges(long seconds, String words) {
    assertThat(TimeText.length(Duration.ofSeconds(seconds))).isEqualTo(words);
  }

  @Test
  void agesThatCannotBeAreNotShown() {
    assertThat(TimeText.age(0, NOW)).isEqualTo("n/a");
    assertThat(TimeText.age(NOW.getEpochSecond() + 1, NOW)).isEqualTo("n/a");
    assertThat(TimeText.age(NOW.getEpochSecond() - 12, NOW)).isEqualTo("12s");
  }

  @ParameterizedTest
  @CsvSource({"0,0 ms", "9999,9999 ms", "10000,10.0 s", "15127,15.1 s"})
  void milliseconds(long ms, String words) {
    assertThat(TimeText.millis(ms)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"a,a,0", "alpha,alpah,2", "alpha,alph,1", "'',ab,2", "abc,xyz,3", "a,abcd,3"})
  void distances(String a, String b, int distance) {
    assertThat(Suggestions.distance(a, b)).isEqualTo(distance);
    assertThat(Suggestions.distance(b, a)).isEqualTo(distance);
  }

  @Test
  void theLastColumnIsCutToTheRoomThereIs() {
    Table table = new Table(20);
    table.row(List.of("ab", "the quick brown fox jumps"));
    table.row(List.of("abcd", "short"));
    assertThat(table.lines((_, text) -> text))
        .containsExactly("ab    the quick bro…", "abcd  short");
  }

  @Test
  void coloursDoNotMoveColumns() {
    Table table = new Table(0);
    table.row(List.of("up", "x"), 0, Colour.GREEN);
    table.row(List.of("stalled", "y"));
    assertThat(table.lines(Colour::paint))
        .containsExactly("\u001b[32mup\u001b[0m       x", "stalled  y");
  }

  @Test
  void cellsCannotSteerTheTerminal() {
    Table table = new Table(0);
    table.row(List.of("a\u001b[31m\r\n\u009b", "b\u2028c\u202e"));
    assertThat(table.lines((_, text) -> text)).containsExactly("a?[31m???  b?c?");
  }
}
