package tsa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tsa.gateway.LimitsTable;
import tsa.lifecycle.StateTable;
import tsa.settings.SettingsTable;
import tsa.telemetry.Metric;
import tsa.testing.Pure;

/**
 * Docs that list states, reasons or settings are printed from the code. Run with {@code
 * -Ddocs.update=true} to print them anew.
 */
@Pure
class DocsTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void workerStatesMatchTheTable() throws IOException {
    assertPrinted("worker-states.md", "states", StateTable.states());
    assertPrinted("worker-states.md", "transitions", StateTable.transitions());
    assertPrinted("worker-states.md", "diagram", "```mermaid\n" + StateTable.diagram() + "```\n");
  }

  @Test
  void reasonsMatchTheCodes() throws IOException {
    assertPrinted("reasons.md", "reasons", StateTable.reasons());
  }

  @Test
  void settingsMatchTheOptions() throws IOException {
    assertPrinted("settings.md", "server", SettingsTable.server());
    assertPrinted("settings.md", "people", SettingsTable.people());
    assertPrinted("settings.md", "postgres", SettingsTable.postgres());
    assertPrinted("settings.md", "rules", SettingsTable.rules());
  }

  @Test
  void limitsMatchTheGateway() throws IOException {
    assertPrinted("security.md", "limits", LimitsTable.print());
  }

  @Test
  void metricsMatchTheirNames() throws IOException {
    assertPrinted("metrics.md", "metrics", Metric.print());
  }

  @Test
  void theMapMatchesThePackages() throws IOException {
    assertPrinted("architecture.md", "packages", PackageMap.print());
  }

  private static void assertPrinted(String file, String block, String printed) throws IOException {
    Path path = DOCS.resolve(file);
    String text = Files.readString(path);
    String begin = "<!-- printed from the code: " + block + " -->\n";
    Pattern pattern = Pattern.compile(Pattern.quote(begin) + ".*?(?=<!-- end -->)", Pattern.DOTALL);
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s has a block '%s'", file, block).isTrue();
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(
          path, matcher.replaceFirst(Matcher.quoteReplacement(begin + "\n" + printed + "\n")));
      return;
    }
    assertThat(matcher.group())
        .as("docs/%s; refresh: mvn -pl tsa -am test -Dtest=DocsTest -Ddocs.update=true", file)
        .isEqualTo(begin + "\n" + printed + "\n");
  }
}
