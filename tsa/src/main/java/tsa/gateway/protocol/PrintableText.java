package tsa.gateway.protocol;

import org.jspecify.annotations.Nullable;

/** Makes text from peers and files fit for a log line and a terminal. */
public final class PrintableText {
  /** Longest text shown, in characters. */
  public static final int MAX = 200;

  private PrintableText() {}

  /** The text with control and formatting characters escaped, and shortened; "" for null. */
  public static String of(@Nullable String text) {
    if (text == null) {
      return "";
    }
    StringBuilder shown = new StringBuilder();
    int cut = Math.min(text.length(), MAX);
    text.substring(0, cut).codePoints().forEach(c -> append(shown, c));
    return text.length() > MAX ? shown.append('…').toString() : shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    if (isHarmless(c)) {
      shown.appendCodePoint(c);
    } else {
      shown.append(String.format("\\u%04x", c));
    }
  }

  private static boolean isHarmless(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
