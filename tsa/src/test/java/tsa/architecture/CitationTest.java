package tsa.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tsa.testing.Pure;

/**
 * What is cited can be looked up: pages of the docs with their headings, and bugs of Concourse by
 * their numbers.
 */
@Pure
class CitationTest {
  private static final Path BUGS = Sources.ROOT.resolve("docs/concourse-bugs.md");

  /** A section of an RFC may be cited, or else one of a paper that nobody here has. */
  private static final Pattern PAPER =
      Pattern.compile(
          "(?<!RFC \\d{1,5} )(?<!WHATWG HTML )(?<!§[\\d.]{1,9} to )§[\\d.]*|\\bfacts/\\S*");

  private static final Pattern PAGE = Pattern.compile("\\b(docs/[\\w./-]+\\.md)(?:#([\\w-]+))?");

  /** Within this repository: no scheme before it. */
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.+?) *$");
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");

  /** A letter and a number that are part of nothing longer, as a word of base64 would be. */
  private static final Pattern NUMBERED =
      Pattern.compile("(?<![\\w+/=.-])[BN]\\d{1,2}(?![\\w+/=-])");

  /** Lines of a comment are one text: a citation may go over their end. */
  private static final Pattern LINE_END = Pattern.compile("\\s*\\n\\s*(?:\\*|//)?\\s*");

  private final Map<Path, Set<String>> anchors = new HashMap<>();

  /** All but this one, which names what it looks for. */
  private static List<Path> files() throws IOException {
    return Sources.of(".java", ".md", ".yaml", ".sql").stream()
        .filter(file -> !file.endsWith("CitationTest.java"))
        .toList();
  }

  private static List<MatchResult> found(Pattern pattern, Path file) throws IOException {
    String text = LINE_END.matcher(Files.readString(file)).replaceAll(" ");
    return pattern.matcher(text).results().toList();
  }

  @Test
  void onlyWhatIsHereIsCited() throws IOException {
    List<String> elsewhere = new ArrayList<>();
    for (Path file : files()) {
      found(PAPER, file).forEach(found -> elsewhere.add(file + ": " + found.group()));
    }
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void citedPagesHaveTheirHeadings() throws IOException {
    List<String> broken = new ArrayList<>();
    int cited = 0;
    for (Path file : files()) {
      for (MatchResult found : found(PAGE, file)) {
        cited++;
        if (!leadsTo(Sources.ROOT.resolve(found.group(1)), found.group(2))) {
          broken.add(file + " -> " + found.group());
        }
      }
    }
    assertThat(broken).isEmpty();
    assertThat(cited).as("citations found").isGreaterThan(100);
  }

  @Test
  void linksInTheDocsLeadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : Sources.of(".md")) {
      for (MatchResult found : found(LINK, file)) {
        Path target = found.group(1).isEmpty() ? file : file.resolveSibling(found.group(1));
        if (!leadsTo(target, found.group(2))) {
          broken.add(file + " -> " + found.group(1) + "#" + found.group(2));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /**
   * Whether that is there.
   *
   * @param anchor of a heading on the page; null for the page as a whole
   */
  private boolean leadsTo(Path page, @Nullable String anchor) throws IOException {
    if (!Files.exists(page)) {
      return false;
    }
    if (anchor == null) {
      return true;
    }
    Set<String> known = anchors.get(page);
    if (known == null) {
      known = anchors(page);
      anchors.put(page, known);
    }
    return known.contains(anchor);
  }

  private static List<String> headings(Path page) throws IOException {
    String text = FENCED.matcher(Files.readString(page)).replaceAll("");
    return HEADING.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** As GitHub makes them of headings. */
  private static Set<String> anchors(Path page) throws IOException {
    Map<String, Integer> times = new HashMap<>();
    Set<String> anchors = new HashSet<>();
    for (String heading : headings(page)) {
      String anchor =
          heading
              .toLowerCase(Locale.ROOT)
              .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
              .replaceAll("[^\\p{L}\\p{N} _-]", "")
              .replace(' ', '-');
      int before = times.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(before == 0 ? anchor : anchor + "-" + before);
    }
    return anchors;
  }

  @Test
  void citedBugsOfConcourseAreDescribed() throws IOException {
    Set<String> described = new HashSet<>();
    if (Files.exists(BUGS)) {
      for (String heading : headings(BUGS)) {
        Matcher number = NUMBERED.matcher(heading);
        if (number.lookingAt()) {
          described.add(number.group());
        }
      }
    }
    List<String> unknown = new ArrayList<>();
    for (Path file : files()) {
      if (file.equals(BUGS)) {
        continue; // it also names those that shaped nothing here
      }
      found(NUMBERED, file).stream()
          .map(MatchResult::group)
          .filter(number -> !described.contains(number))
          .forEach(number -> unknown.add(file + ": " + number));
    }
    assertThat(unknown).as("not among the headings of %s", BUGS).isEmpty();
  }
}
