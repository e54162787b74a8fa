package tsa.gateway.keys;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tsa.gateway.protocol.PrintableText;

/**
 * Reads the options before a key, in the form of OpenSSH's authorized_keys (sshd(8)): names in any
 * case, values in double quotes, commas between. An option that is not known here is refused, for
 * its writer believes that it restricts something. One use each.
 */
public final class KeyOptionsParser {
  /** What these forbid or allow is never served here, so that they hold anyhow. */
  private static final Set<String> HOLD_ANYHOW =
      Set.of("no-agent-forwarding", "no-pty", "no-user-rc", "no-x11-forwarding");

  private static final Pattern TIME =
      Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?:(\\d{2})(\\d{2})(\\d{2})?)?(Z)?");

  private static final int MAX_PATTERNS = 1_000;

  private final String text;
  private final String place;
  private int at;
  private final List<String> workers = new ArrayList<>();
  private @Nullable Instant expiry;
  private boolean forwards = true;

  private KeyOptionsParser(String text, String place) {
    this.text = text;
    this.place = place;
  }

  /**
   * Where the options of a line end: at the first blank outside of quotes, or at its end.
   *
   * @throws KeyFileException if quotes are left open
   */
  static int end(String line, String place) throws KeyFileException {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted && line.startsWith("\\\"", i)) {
        i++; // the same rule as for the value, which must find its end before this one
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ' ' || c == '\t')) {
        return i;
      }
    }
    if (quoted) {
      throw new KeyFileException(place + ": the quotes of an option are left open");
    }
    return line.length();
  }

  /**
   * The options in a text.
   *
   * @throws KeyFileException with the place, naming the option that cannot be honoured
   */
  public static KeyOptions parse(String options, String place) throws KeyFileException {
    KeyOptionsParser parser = new KeyOptionsParser(options, place);
    do {
      parser.next();
    } while (parser.skip(','));
    if (parser.at < options.length()) {
      throw parser.problem("'" + PrintableText.of(options.substring(parser.at)) + "' is no option");
    }
    return new KeyOptions(parser.workers, parser.expiry, parser.forwards);
  }

  private void next() throws KeyFileException {
    int start = at;
    while (at < text.length() && ",=\"".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String name = text.substring(start, at).toLowerCase(Locale.ROOT);
    if (skip('=')) {
      valued(name, value(name));
    } else {
      flag(name);
    }
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private String value(String name) throws KeyFileException {
    if (!skip('"')) {
      throw problem(
          "the value of option '" + PrintableText.of(name) + "' must be in double quotes");
    }
    StringBuilder value = new StringBuilder();
    while (!skip('"')) {
      // In quotes only a quote is escaped; a backslash before anything else is itself.
      if (text.startsWith("\\\"", at)) {
        at++;
      }
      value.append(text.charAt(at));
      at++;
    }
    return value.toString();
  }

  private void flag(String name) throws KeyFileException {
    switch (name) {
      case "restrict", "no-port-forwarding" -> forwards = false;
      case "port-forwarding" -> forwards = true;
      default -> {
        if (!HOLD_ANYHOW.contains(name)) {
          throw unknown(name);
        }
      }
    }
  }

  private void valued(String name, String value) throws KeyFileException {
    switch (name) {
      case "expiry-time" -> {
        Instant time = time(value);
        // OpenSSH takes the earliest of several.
        expiry = expiry == null || time.isBefore(expiry) ? time : expiry;
      }
      case "worker-names" -> names(value);
      default -> throw unknown(name);
    }
  }

  private KeyFileException unknown(String name) {
    return problem(
        "option '"
            + PrintableText.of(name)
            + "' is not honoured here, so it is refused; there are worker-names, expiry-time,"
            + " restrict, port-forwarding, no-port-forwarding, "
            + String.join(", ", HOLD_ANYHOW.stream().sorted().toList()));
  }

  private void names(String value) throws KeyFileException {
    if (!workers.isEmpty()) {
      throw problem("worker-names is given twice");
    }
    for (String pattern : value.split(",", -1)) {
      String bare = pattern.startsWith("!") ? pattern.substring(1) : pattern;
      if (bare.isEmpty() || bare.chars().anyMatch(Character::isWhitespace)) {
        throw problem("worker-names holds an empty pattern, or a blank");
      }
      workers.add(pattern);
    }
    if (workers.size() > MAX_PATTERNS) {
      throw problem("worker-names holds more than " + MAX_PATTERNS + " patterns");
    }
    if (workers.stream().allMatch(p -> p.startsWith("!"))) {
      throw problem("worker-names holds exceptions only, so it matches no name");
    }
  }

  private Instant time(String value) throws KeyFileException {
    Matcher parts = TIME.matcher(value);
    if (!parts.matches()) {
      throw problem("expiry-time '" + PrintableText.of(value) + "' is not YYYYMMDD[HHMM[SS]][Z]");
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(parts, 1),
              number(parts, 2),
              number(parts, 3),
              number(parts, 4),
              number(parts, 5),
              number(parts, 6));
      ZoneId zone = parts.group(7) == null ? ZoneId.systemDefault() : ZoneOffset.UTC;
      return local.atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw problem("expiry-time '" + value + "' is no date: " + e.getMessage());
    }
  }

  private static int number(Matcher parts, int group) {
    String digits = parts.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private KeyFileException problem(String what) {
    return new KeyFileException(place + ": " + what);
  }
}
