package tsa.probe;

import org.jspecify.annotations.Nullable;

/** Makes what a worker said fit for a row, a log line and a terminal. */
final class DetailText {
  /** Longest detail, in characters. */
  static final int MAX = 300;

  private DetailText() {}

  /** The text on one line, without control characters, shortened. */
  static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder clean = new StringBuilder();
    for (int i = 0; i < text.length() && clean.length() <= MAX; ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (!unprintable(c)) {
        clean.appendCodePoint(c);
      } else if (!clean.isEmpty() && clean.charAt(clean.length() - 1) != ' ') {
        clean.append(' ');
      }
    }
    return shortened(clean.toString().strip());
  }

  private static String shortened(String text) {
    if (text.length() <= MAX) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(MAX - 2)) ? MAX - 2 : MAX - 1;
    return text.substring(0, end) + "…";
  }

  private static boolean unprintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
