package tsa.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tsa.lifecycle.FailureCause;

/** Run with {@code -Ddocs.update=true} to print the table in docs/deep-checks.md anew. */
class CauseTextTest {
  private static final Path DOC = Path.of("..", "docs", "deep-checks.md");
  private static final String BEGIN = "<!-- printed from the code: causes -->\n";
  private static final String END = "<!-- end -->";

  @ParameterizedTest
  @EnumSource(FailureCause.class)
  void everyCauseIsExplained(FailureCause cause) {
    assertThat(CauseText.of(cause.word())).isPresent();
  }

  @Test
  void aCauseOfAnotherVersionIsNot() {
    assertThat(CauseText.of("gremlins")).isEmpty();
  }

  @Test
  void theDocShowsThem() throws IOException {
    String text = Files.readString(DOC);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, begin);
    assertThat(begin).as("docs/deep-checks.md has its block").isPositive();
    String printed = BEGIN + "\n" + CauseText.print() + "\n";
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOC, text.substring(0, begin) + printed + text.substring(end));
      return;
    }
    assertThat(text.substring(begin, end))
        .as(
            "refresh: mvn -pl tsa -am test -Dtest=CauseTextTest -Ddocs.update=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(printed);
  }
}
