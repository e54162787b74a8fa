package tsa.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packages of the program, each with the first sentence that it says of itself. */
final class PackageMap {
  private static final Pattern COMMENT =
      Pattern.compile("/\\*\\*(.*?)\\*/\\s*(?:@NullMarked\\s*)?package ([\\w.]+);", Pattern.DOTALL);
  private static final Pattern SENTENCE = Pattern.compile(".*?\\.(?=\\s|$)");

  private PackageMap() {}

  /** As a table in Markdown. */
  static String print() throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (Path file : Sources.of("package-info.java")) {
      Matcher comment = COMMENT.matcher(Files.readString(file));
      if (file.toString().contains("src/main/") && comment.find()) {
        found.put(comment.group(2), firstSentence(comment.group(1)));
      }
    }
    StringBuilder table = new StringBuilder("| package | what it is |\n|---|---|\n");
    found.forEach((name, text) -> table.append("| `%s` | %s |\n".formatted(name, text)));
    return table.toString();
  }

  private static String firstSentence(String comment) {
    String text =
        String.join(" ", List.of(comment.replaceAll("\n \\* ?", " ").strip().split("\\s+")))
            .replaceAll("\\{@code ([^}]*)}", "`$1`")
            .replaceAll("\\{@link [^}\\s]+ ([^}]*)}", "$1")
            .replaceAll("\\{@link ([^}]*)}", "`$1`");
    Matcher sentence = SENTENCE.matcher(text);
    return sentence.find() ? sentence.group() : text;
  }
}
