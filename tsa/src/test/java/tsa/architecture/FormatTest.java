package tsa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;

/** Every source is as google-java-format would write it, so that a diff shows changes only. */
@Pure
final class FormatTest {
  private static final List<String> MODULES = List.of("migrations", "db", "tsa");

  @Test
  void everySourceIsFormatted() throws IOException {
    Path root = repository();
    List<Path> sources = sources(root);
    assertThat(sources).as("Java sources below %s", root).hasSizeGreaterThan(20);

    List<String> wrong =
        sources.parallelStream()
            .filter(source -> !isFormatted(source))
            .map(source -> root.relativize(source).toString())
            .sorted()
            .toList();

    assertThat(wrong).as("not formatted; run bin/format and commit what it changed").isEmpty();
  }

  private static boolean isFormatted(Path source) {
    try {
      String text = Files.readString(source);
      return text.equals(format(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FormatterException e) {
      throw new IllegalStateException(source + " cannot be parsed: " + e.getMessage(), e);
    }
  }

  /** The same three steps as the formatter's command line takes. */
  private static String format(String text) throws FormatterException {
    String imports = ImportOrderer.reorderImports(text, JavaFormatterOptions.Style.GOOGLE);
    String used = RemoveUnusedImports.removeUnusedImports(imports);
    return new Formatter().formatSource(used);
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
      }
    }
    return found;
  }

  /** The nearest directory, going up, that holds all modules. */
  private static Path repository() {
    Path here = Path.of("").toAbsolutePath();
    for (Path dir = here; dir != null; dir = dir.getParent()) {
      Path candidate = dir;
      if (MODULES.stream().allMatch(module -> Files.isDirectory(candidate.resolve(module)))) {
        return dir;
      }
    }
    throw new IllegalStateException("no repository above " + here);
  }
}
