package tsa.worker;

import java.util.ArrayList;
import java.util.List;

/**
 * What lives on a worker, as it reported it with its last good heartbeat.
 *
 * @param containers containers that are not ours
 * @param volumes volumes that are not ours
 * @param checkObjects containers and volumes of deep checks
 * @param names handles of the first few of those containers, in the worker's words but cleaned and
 *     shortened; empty if nobody asked for them
 */
public record Load(int containers, int volumes, int checkObjects, List<String> names) {
  /** The most names that are kept. */
  public static final int MOST_NAMES = 20;

  /** The longest name that is kept, in characters; Concourse's handles have 36. */
  public static final int LONGEST_NAME = 64;

  /** Keeps so many names as are kept, each on one line and of bounded length. */
  public Load {
    names = names.stream().limit(MOST_NAMES).map(Load::cleaned).toList();
  }

  /** With counts alone. */
  public Load(int containers, int volumes, int checkObjects) {
    this(containers, volumes, checkObjects, List.of());
  }

  /** The same counts without names. */
  public Load counts() {
    return names.isEmpty() ? this : new Load(containers, volumes, checkObjects);
  }

  /**
   * The containers by name, as many as fit, and how many more there are.
   *
   * @param longest of the text, in characters
   */
  public String blockers(int longest) {
    if (containers > 0 && names.isEmpty()) {
      return "not named yet";
    }
    List<String> listed = new ArrayList<>();
    int length = 0;
    for (String name : names) {
      length += name.length() + 2;
      if (length > longest - " and 2147483647 more".length()) {
        break;
      }
      listed.add(name);
    }
    int more = containers - listed.size();
    String text = listed.isEmpty() ? "none" : String.join(", ", listed);
    return more > 0 ? text + " and " + more + " more" : text;
  }

  private static String cleaned(String name) {
    StringBuilder clean = new StringBuilder();
    name.codePoints()
        .limit(LONGEST_NAME)
        .map(c -> isPlain(c) ? c : '?')
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }

  /** What goes to terminals, logs and lists: no control, no format, no half of a pair, no comma. */
  private static boolean isPlain(int c) {
    return !Character.isISOControl(c)
        && Character.getType(c) != Character.FORMAT
        && Character.getType(c) != Character.SURROGATE
        && Character.getType(c) != Character.LINE_SEPARATOR
        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR
        && c != ',';
  }
}
