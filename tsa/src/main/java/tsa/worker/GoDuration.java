package tsa.worker;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Concourse writes them: {@code 30s}, {@code 1m30s}, {@code 4h}, {@code 250ms}. */
public final class GoDuration {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})(h|ms|m|s)");
  private static final Pattern WHOLE = Pattern.compile("0|(?:\\d{1,9}(?:h|ms|m|s))+");

  private GoDuration() {}

  /**
   * The duration of that text.
   *
   * @throws IllegalArgumentException with a sentence for the person who wrote it
   */
  public static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a duration: write it like 30s, 1m30s or 4h");
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum = sum.plus(amount(Long.parseLong(part.group(1)), part.group(2)));
    }
    return sum;
  }

  private static Duration amount(long count, String unit) {
    return switch (unit) {
      case "h" -> Duration.ofHours(count);
      case "m" -> Duration.ofMinutes(count);
      case "s" -> Duration.ofSeconds(count);
      default -> Duration.ofMillis(count);
    };
  }

  /**
   * A duration in words a person reads quickly: whole seconds from one second on, milliseconds
   * below; negative ones as zero.
   */
  public static String print(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      return "0s";
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return Math.max(1, duration.toMillis()) + "ms";
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toHours(), "h");
    append(text, duration.toMinutesPart(), "m");
    append(text, duration.toSecondsPart(), "s");
    return text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }
}
