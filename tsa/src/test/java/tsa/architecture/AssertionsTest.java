package tsa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;

/**
 * A test shows what it asserts: it calls something whose name begins with assert or await, or waits
 * eventually, or fails by itself; and so does whatever helper bears such a name. It reads the text
 * as the formatter leaves it, where a method ends at the next brace that is indented as it is.
 */
@Pure
class AssertionsTest {
  private static final Pattern TEST =
      Pattern.compile(
          "^( *)@(?:Test|ParameterizedTest|RepeatedTest|TestFactory)\\b.*?"
              + " (\\w+)\\([^{;]*\\{$(.*?)^\\1}$",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern HELPER =
      Pattern.compile(
          "^( +)[\\w<][\\w .,<>\\[\\]]* (assert\\w*)\\([^{;]*\\{$(.*?)^\\1}$",
          Pattern.MULTILINE | Pattern.DOTALL);

  /** Not the await of a latch or a future, which only tells whether it was in time. */
  private static final Pattern ASSERTS =
      Pattern.compile(
          "\\bassert\\w*\\(|(?:(?<![\\w.])|\\b[A-Z]\\w*\\.)(?:await\\w*|eventually|fail)\\(|new"
              + " AssertionError");

  private static final Pattern COMMENT = Pattern.compile("^ *//.*$", Pattern.MULTILINE);

  @Test
  void everyTestShowsWhatItAsserts() throws IOException {
    int tests = 0;
    List<String> silent = new ArrayList<>();
    for (Path file : Sources.of("Test.java")) {
      String text = Files.readString(file);
      tests += (int) TEST.matcher(text).results().count();
      silent(text).map(name -> file.getFileName() + ": " + name).forEach(silent::add);
    }
    assertThat(tests).as("tests that were found").isGreaterThan(1000);
    assertThat(silent).as("can these fail? Let the name of what asserts say so").isEmpty();
  }

  @Test
  void aTestWithoutAnAssertionIsFound() {
    String text =
        """
        class SomeTest {
          @Test
          void looks() throws IOException {
            // assertThat(rig.answer()).isNotNull();
            if (rig.answer() != null) {
              latch.await(LIMIT, unit);
            }
          }

          @ParameterizedTest
          @ValueSource(ints = {1})
          void waits(int count) {
            eventually().until(() -> rig.count() == count);
          }

          private void %s(String name) {
            rig.check(name);
          }
        }
        """
            .formatted("assertNothing");
    assertThat(silent(text)).containsExactly("looks", "assertNothing");
  }

  private static Stream<String> silent(String text) {
    return Stream.of(TEST, HELPER)
        .flatMap(methods -> methods.matcher(text).results())
        .filter(method -> !shows(method))
        .map(method -> method.group(2));
  }

  private static boolean shows(MatchResult method) {
    return ASSERTS.matcher(COMMENT.matcher(method.group(3)).replaceAll("")).find();
  }
}
