package tsa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** House rules that a reader would otherwise have to check by eye. */
class TidyTest {
  private static final Path ROOT = Path.of("..");
  private static final int MOST_LINES = 400;

  private static final List<String> TOPS =
      List.of(
          "migrations",
          "db",
          "tsa",
          "docs",
          "README.md",
          "CHANGELOG.md",
          "CONTRIBUTING.md",
          "SECURITY.md");

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
    for (Path file : sources()) {
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
        sources().stream()
            .filter(file -> file.toString().contains("src/main/java"))
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
            .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  void linksInTheDocsLeadSomewhere() throws IOException {
    Pattern link = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(#[^)]*)?\\)");
    List<String> broken = new ArrayList<>();
    for (Path file : files(".md")) {
      link.matcher(Files.readString(file))
          .results()
          .map(found -> file.resolveSibling(found.group(1)))
          .filter(target -> !Files.exists(target))
          .forEach(target -> broken.add(file + " -> " + target));
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    return files(".java");
  }

  private static List<Path> files(String ending) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String top : TOPS) {
      Files.walkFileTree(ROOT.resolve(top), new Sources(ending, found));
    }
    return found;
  }

  /** Leaves out what is built: other tests make and remove files there meanwhile. */
  private static final class Sources extends SimpleFileVisitor<Path> {
    private final String ending;
    private final List<Path> found;

    Sources(String ending, List<Path> found) {
      this.ending = ending;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.endsWith("target") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (file.toString().endsWith(ending)) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
