package tsa.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/deep-checks.md shows the table by which findings are classified. Run with {@code
 * -Ddocs.update=true} to print it anew.
 */
class DeepChecksDocTest {
  private static final Path DOC = Path.of("..", "docs", "deep-checks.md");
  private static final String BEGIN = "<!-- printed from the code: classification -->\n";
  private static final String END = "<!-- end -->";

  @Test
  void theTableIsTheOneInTheCode() throws IOException {
    String text = Files.readString(DOC);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END, begin);
    assertThat(begin).as("docs/deep-checks.md has its block").isPositive();
    String printed = BEGIN + "\n" + Classification.print() + "\n";
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(DOC, text.substring(0, begin) + printed + text.substring(end));
      return;
    }
    assertThat(text.substring(begin, end))
        .as(
            "refresh: mvn -pl tsa -am test -Dtest=DeepChecksDocTest -Ddocs.update=true"
                + " -Dsurefire.failIfNoSpecifiedTests=false")
        .isEqualTo(printed);
  }
}
