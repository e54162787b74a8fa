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

/** House rules that a reader would otherwise have to check by eye. */
class TidyTest {
  private static final int MOST_LINES = 400;

  /** What is banned, and what to use instead. */
  private static final Map<Pattern, String> BANNED =
      Map.of(
          Pattern.compile("Thread\\.sleep"), "a latch, a future, or Awaitility with a limit",
          Pattern.compile("@Disabled|assumeTrue|Assumptions\\."),
              "a failure that says what is missing",
          Pattern.compile("\\b(TODO|FIXME|XXX)\\b"), "an issue",
          Pattern.compile("printStackTrace"), "the logger",
          Pattern.compile("System\\.exit"), "an exit code returned to Main");

  private static final List<String> MAY_USE_ANYTHING = List.of("TidyTest.java", "Main.java");

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
      BANNED.forEach((pattern, instead) -> {
        if (pattern.matcher(text).find()) {
          problems.add(file + " uses " + pattern + "; use " + instead);
        }
      });
    }
    assertThat(problems).isEmpty();
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
