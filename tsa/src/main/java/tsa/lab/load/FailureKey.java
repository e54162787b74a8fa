package tsa.lab.load;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what went wrong so that equal things are counted together: without numbers and names. */
final class FailureKey {
  private static final Pattern IN_BRACKETS = Pattern.compile("\\[[^\\]]*\\]");
  private static final Pattern NUMBERS = Pattern.compile("\\d+(?:\\.\\d+)*");

  private static final int DEEPEST = 20;

  private FailureKey() {}

  static String of(Throwable problem) {
    Throwable cause = problem;
    for (int deep = 0; deep < DEEPEST && cause.getCause() != null; deep++) {
      cause = cause.getCause();
    }
    String said = cause.getMessage();
    return of(cause.getClass().getSimpleName() + (said == null ? "" : ": " + said));
  }

  static String of(@Nullable String text) {
    String plain = IN_BRACKETS.matcher(String.valueOf(text)).replaceAll("[..]");
    return NUMBERS.matcher(plain).replaceAll("#");
  }
}
