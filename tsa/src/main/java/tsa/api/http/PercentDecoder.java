package tsa.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Percent-decoding, strict: what is not well-formed or not UTF-8 is nothing. */
public final class PercentDecoder {
  private PercentDecoder() {}

  /**
   * A path segment as RFC 3986 has it: a {@code +} is a plus, unlike in the ATC's router
   * (docs/protocol/fly.md#names-in-paths). Empty if it is not well-formed or not UTF-8.
   */
  public static Optional<String> decode(String segment) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      int value = c == '%' ? hex(segment, i + 1) : plain(c);
      if (value < 0) {
        return Optional.empty();
      }
      bytes.write(value);
      i += c == '%' ? 2 : 0;
    }
    return utf8(bytes.toByteArray());
  }

  private static int plain(char c) {
    return c > ' ' && c <= '~' ? c : -1;
  }

  private static int hex(String text, int at) {
    if (at + 1 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** A query as forms have it: a {@code +} is a blank. Of a repeated name the first counts. */
  public static Optional<Map<String, String>> query(String query) {
    Map<String, String> values = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.replace("+", "%20").split("=", 2);
      Optional<String> name = decode(parts[0]);
      Optional<String> value = parts.length < 2 ? Optional.of("") : decode(parts[1]);
      if (name.isEmpty() || value.isEmpty()) {
        return Optional.empty();
      }
      values.putIfAbsent(name.get(), value.get());
    }
    return Optional.of(values);
  }

  /** Bytes as text; empty if they are not UTF-8. */
  static Optional<String> utf8(byte[] bytes) {
    try {
      return Optional.of(
          UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
