package tsa.settings;

import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;
import tsa.worker.GoDuration;

/** How the words of options become values. */
public final class Converters {
  private Converters() {}

  /** Adds them to a command and all below it. */
  public static void addTo(CommandLine command) {
    command.registerConverter(Duration.class, Converters::duration);
  }

  private static Duration duration(String text) {
    try {
      return GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
