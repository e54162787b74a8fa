package tsa.store;

import org.jspecify.annotations.Nullable;

/**
 * Makes foreign words storable. Postgres takes neither U+0000 nor half a surrogate pair, in text or
 * in JSON; a worker that sends one must not make a write fail.
 */
final class StorableText {
  private static final int REPLACEMENT = 0xFFFD;

  private StorableText() {}

  /** The text with U+FFFD in place of what Postgres refuses. */
  static String storable(String text) {
    if (text.codePoints().noneMatch(StorableText::refused)) {
      return text;
    }
    return text.codePoints()
        .map(c -> refused(c) ? REPLACEMENT : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** The same; null stays null. */
  static @Nullable String storableOrNull(@Nullable String text) {
    return text == null ? null : storable(text);
  }

  /** Storable and cut to that many characters, the last of which then is an ellipsis. */
  static String shortened(String text, int most) {
    return storable(text.length() <= most ? text : text.substring(0, most - 1) + "…");
  }

  private static boolean refused(int c) {
    return c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
