package tsa.settings;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;
import tsa.worker.GoDuration;

/** How the words of options become values. */
public final class Converters {
  /** Far beyond any sensible time, and far from where nanoseconds overflow. */
  private static final Duration LONGEST = Duration.ofDays(3_650);

  private Converters() {}

  /** Adds them to a command and all below it. */
  public static void addTo(CommandLine command) {
    command.registerConverter(Duration.class, Converters::duration);
  }

  private static Duration duration(String text) {
    try {
      Duration duration = GoDuration.parse(text);
      if (duration.compareTo(LONGEST) > 0) {
        throw new TypeConversionException("'" + text + "' is longer than ten years");
      }
      return duration;
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
