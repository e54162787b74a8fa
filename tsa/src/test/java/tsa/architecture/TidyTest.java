package tsa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;

/** House rules that a reader would otherwise have to check by eye. */
@Pure
class TidyTest {
  private static final int MOST_LINES = 400;

  /** What is banned, and what to use instead. */
  private static final Map<Pattern, String> BANNED =
      Map.of(
          Pattern.compile("Thread\\.sleep"), "a latch, a future, or tsa.testing.Patience",
          Pattern.compile("@Disabled|assumeTrue|Assumptions\\."),
              "a failure that says what is missing",
          Pattern.compile("\\b(TODO|FIXME|XXX)\\b"), "an issue",
          Pattern.compile("printStackTrace"), "the logger",
          Pattern.compile("System\\.exit"), "an exit code returned to Main");

  /** What tests must not use, besides. */
  private static final Map<Pattern, String> BANNED_IN_TESTS =
      Map.of(
          Pattern.compile("org\\.awaitility\\.Awaitility"), "tsa.testing.Patience.eventually",
          Pattern.compile("\\(\\s*[\\d_]+,\\s*(TimeUnit\\.)?(SECONDS|MINUTES)"),
              "tsa.testing.Patience, whose limit only a hang reaches",
          Pattern.compile("@Timeout\\(\\d{1,3}\\)"),
              "nothing: every test has a limit that only a hang reaches (pom.xml)");

  private static final List<String> MAY_USE_ANYTHING =
      List.of("TidyTest.java", "Main.java", "Patience.java");

  @Test
  void filesAreShortAndUseNothingBanned() throws IOException {
    List<String> problems = new ArrayList<>();
    for (Path file : Sources.of(".java")) {
      String text = Files.readString(file);
      long lines = text.lines().count();
      if (lines > MOST_LINES) {
        problems.add(file + " has " + lines + " lines, more than " + MOST_LINES);
      }
      if (MAY_USE_ANYTHING.contains(file.getFileName().toString())) {
        continue;
      }
      problems.addAll(banned(file, text, BANNED));
      if (file.toString().contains("src/test/java")) {
        problems.addAll(banned(file, text, BANNED_IN_TESTS));
      }
    }
    assertThat(problems).isEmpty();
  }

  private static List<String> banned(Path file, String text, Map<Pattern, String> banned) {
    return banned.entrySet().stream()
        .filter(each -> each.getKey().matcher(text).find())
        .map(each -> file + " uses " + each.getKey() + "; use " + each.getValue())
        .toList();
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    List<Path> silent =
        Sources.of(".java").stream()
            .filter(file -> file.toString().contains("src/main/java"))
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
            .toList();
    assertThat(silent).isEmpty();
  }
}
