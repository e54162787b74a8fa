package tsa.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What an option is when its flag is not given: the environment variable of its name ({@code
 * CONCOURSE_} and the flag in capitals), else the key of its name in the settings file.
 */
public final class OptionDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "CONCOURSE_";

  private final Map<String, String> environment;
  private final Map<String, String> file;
  private final String fileName;

  /**
   * @param environment the environment variables
   * @param file the settings file, by flag without its dashes
   * @param fileName what that file is called; not used if nothing is in it
   */
  public OptionDefaults(
      Map<String, String> environment, Map<String, String> file, String fileName) {
    this.environment = Map.copyOf(environment);
    this.file = Map.copyOf(file);
    this.fileName = fileName;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec arg) {
    if (!(arg instanceof OptionSpec option)) {
      return null;
    }
    for (String flag : flags(option)) {
      String set = environment.getOrDefault(variable(flag), "");
      if (!set.isEmpty()) {
        return set;
      }
    }
    for (String flag : flags(option)) {
      if (file.containsKey(flag)) {
        return file.get(flag);
      }
    }
    return option.defaultValue();
  }

  /** The environment variable or the file that an option takes its value from, if one does. */
  public Optional<String> place(OptionSpec option) {
    for (String flag : flags(option)) {
      if (!environment.getOrDefault(variable(flag), "").isEmpty()) {
        return Optional.of(variable(flag));
      }
    }
    return flags(option).stream().anyMatch(file::containsKey)
        ? Optional.of(fileName)
        : Optional.empty();
  }

  /** The long names of an option without their dashes: keys of the file, variables in capitals. */
  public static List<String> flags(OptionSpec option) {
    return Stream.of(option.names())
        .filter(name -> name.startsWith("--"))
        .map(name -> name.substring(2))
        .toList();
  }

  /** The environment variable of a flag. */
  public static String variable(String flag) {
    return PREFIX + flag.toUpperCase(Locale.ROOT).replace('-', '_');
  }
}
