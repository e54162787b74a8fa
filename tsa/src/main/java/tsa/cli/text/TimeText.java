package tsa.cli.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants and lengths in words. */
public final class TimeText {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TimeText() {}

  /** An instant to the second, in UTC. */
  public static String at(Instant at) {
    return SECONDS.format(at);
  }

  /** A length as fly writes ages: {@code 12s}, {@code 3m4s}, {@code 5h6m}, {@code 7d}. */
  public static String length(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    return seconds < 86_400
        ? seconds / 3600 + "h" + seconds / 60 % 60 + "m"
        : seconds / 86_400 + "d";
  }

  /** The age of a worker's process; {@code n/a} if it is unknown or in the future. */
  public static String age(long startTime, Instant now) {
    long seconds = now.getEpochSecond() - startTime;
    return startTime <= 0 || seconds < 0 ? "n/a" : length(Duration.ofSeconds(seconds));
  }

  /** An instant and how long ago it is. */
  static String past(Instant at, Instant now) {
    return at(at) + " (" + length(Duration.between(at, now)) + " ago)";
  }

  /** An instant and how far off it is. */
  public static String future(Instant at, Instant now) {
    return at.isAfter(now)
        ? at(at) + " (in " + length(Duration.between(now, at)) + ")"
        : at(at) + " (due)";
  }

  /** Milliseconds in the unit a person reads best. */
  public static String millis(long ms) {
    return ms < 10_000 ? ms + " ms" : ms / 1000 + "." + ms % 1000 / 100 + " s";
  }
}
