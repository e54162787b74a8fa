package tsa.lifecycle;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tsa.worker.GoDuration;

/**
 * Why something was decided: a stable code and the numbers it was decided on. The same object
 * reaches the row, the history, the log, the metric label (its code), REST and {@code tsa why}.
 *
 * @param code the code
 * @param details a value for each of the names in the code's sentence, in the order of the sentence
 */
public record Reason(ReasonCode code, Map<String, String> details) {
  /** Longest value kept, in characters: values can come from a worker or a user. */
  public static final int MAX_DETAIL = 500;

  private static final Pattern NAME = Pattern.compile(ReasonCode.NAME);

  /**
   * @throws IllegalArgumentException if the details are not those the code's sentence names
   */
  public Reason {
    if (!code.details().equals(details.keySet())) {
      throw new IllegalArgumentException(
          code + " takes " + code.details() + ", not " + details.keySet());
    }
    Map<String, String> ordered = new LinkedHashMap<>();
    for (String name : code.details()) {
      ordered.put(name, shortened(details.get(name)));
    }
    details = Collections.unmodifiableMap(ordered);
  }

  /** A reason without numbers. */
  public static Reason of(ReasonCode code) {
    return new Reason(code, Map.of());
  }

  /** A reason with one value. */
  public static Reason of(ReasonCode code, String name, Object value) {
    return new Reason(code, Map.of(name, text(value)));
  }

  /** A reason with two values. */
  public static Reason of(
      ReasonCode code, String name1, Object value1, String name2, Object value2) {
    return new Reason(code, Map.of(name1, text(value1), name2, text(value2)));
  }

  /** A reason with three values. */
  public static Reason of(
      ReasonCode code,
      String name1,
      Object value1,
      String name2,
      Object value2,
      String name3,
      Object value3) {
    return new Reason(code, Map.of(name1, text(value1), name2, text(value2), name3, text(value3)));
  }

  /** A reason with four values. */
  public static Reason of(
      ReasonCode code,
      String name1,
      Object value1,
      String name2,
      Object value2,
      String name3,
      Object value3,
      String name4,
      Object value4) {
    return new Reason(
        code,
        Map.of(name1, text(value1), name2, text(value2), name3, text(value3), name4, text(value4)));
  }

  /** The reason as a sentence for a person, without a full stop. */
  public String sentence() {
    return NAME.matcher(code.sentence())
        .replaceAll(
            name -> Matcher.quoteReplacement(details.getOrDefault(name.group(1), name.group())));
  }

  /** A length of time among its details, to the second; empty if there is none of that name. */
  Optional<Duration> duration(String name) {
    try {
      return Optional.ofNullable(details.get(name)).map(GoDuration::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String text(Object value) {
    return value instanceof Duration duration ? GoDuration.print(duration) : value.toString();
  }

  private static String shortened(@Nullable String value) {
    String present = value == null ? "" : value;
    return present.length() <= MAX_DETAIL ? present : present.substring(0, MAX_DETAIL - 1) + "…";
  }
}
